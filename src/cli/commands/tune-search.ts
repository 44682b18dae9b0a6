import { KindredError } from '../../core/index.ts';
import type { TuneOptions } from '../../recommend/evaluate/index.ts';
import type { Algorithm, OptionValue } from '../../recommend/train/index.ts';
import { type AlgorithmFlags, parseSetting, specFromFlags } from './algorithm-options.ts';

interface SearchFlags extends AlgorithmFlags {
  readonly algorithm: Algorithm;
  readonly try?: readonly string[];
  readonly search: 'grid' | 'random';
  readonly trials: number;
}

/**
 * What to search: the settings that are given stay, the others are tried.
 *
 * @throws KindredError `invalid-options`
 */
export function searchOf({
  algorithm,
  search,
  trials,
  ...flags
}: SearchFlags): Pick<TuneOptions, 'algorithm' | 'values' | 'fixed' | 'search' | 'trials'> {
  const { algorithm: _, ...fixed } = specFromFlags(algorithm, flags);
  const values = valuesOf(algorithm, flags.try ?? []);
  const twice = Object.keys(fixed).find((name) => values !== undefined && Object.hasOwn(values, name));
  if (twice !== undefined) throw wrongTry(`${twice} is given as a setting and to be tried. Leave one of them out.`);
  return { algorithm, search, trials, fixed, ...(values && { values }) };
}

/** `alpha=0.6,0.8` */
function valuesOf(algorithm: Algorithm, tries: readonly string[]): Record<string, readonly OptionValue[]> | undefined {
  if (tries.length === 0) return undefined;
  const values: Record<string, readonly OptionValue[]> = {};
  for (const text of tries) {
    const [, flag = '', list = ''] = /^\s*([\w-]+)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
    if (list === '') throw wrongTry(`"${text}" is no setting with values: write alpha=0.6,0.8,1.`);
    const name = flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (Object.hasOwn(values, name)) throw wrongTry(`${flag} is named twice.`);
    values[name] = list.split(',').map((value) => parseSetting(algorithm, name, value.trim()));
  }
  return values;
}

function wrongTry(what: string): KindredError {
  return new KindredError('invalid-options', `--try: ${what}`, { at: '--try' });
}
