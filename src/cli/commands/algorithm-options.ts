import { type Command, Option } from 'commander';
import { isKindredError, KindredError } from '../../core/index.ts';
import {
  ALGORITHM_TABLE,
  ALGORITHMS,
  type Algorithm,
  type OptionForm,
  type OptionValue,
  parseSpec,
  type TrainSpec,
} from '../../recommend/train/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { InputOptions } from '../input/read-interactions.ts';

/** The flags of algorithms, by the names of their options. */
export type AlgorithmFlags = Readonly<Record<string, unknown>>;

/** An option, and which algorithms take it in which form. */
interface SharedOption {
  readonly name: string;
  readonly takers: readonly (readonly [algorithm: Algorithm, form: OptionForm])[];
}

/** `--algorithm`, and {@link addSettingOptions}. */
export function addAlgorithmOptions(command: Command): Command {
  command.addOption(
    new Option('--algorithm <name>', ALGORITHMS.join(', ')).argParser(parseAlgorithm).default('rp3beta'),
  );
  return addSettingOptions(command);
}

/** One flag for each option that some algorithm takes, from the table of algorithms. */
export function addSettingOptions(command: Command): Command {
  for (const { name, takers } of sharedOptions()) {
    const [[, form] = []] = takers;
    if (form === undefined) continue;
    const flag = `${flagOf(name)} <${form.kind === 'flag' ? 'true|false' : form.kind === 'choice' ? 'kind' : 'number'}>`;
    command.addOption(new Option(flag, describe(takers)).argParser((text) => parseValue(name, takers, text)));
  }
  return command;
}

/** The algorithms, one a line, for help. */
export function algorithmHelp(): string {
  const width = Math.max(...ALGORITHMS.map((name) => name.length));
  return ALGORITHMS.map((name) => `  ${name.padEnd(width)}  ${ALGORITHM_TABLE[name].summary}`).join('\n');
}

/** @throws KindredError `invalid-options`; `at` is the flag */
export function specFromFlags(algorithm: Algorithm, flags: AlgorithmFlags): TrainSpec {
  const given = sharedOptions().flatMap(({ name }) =>
    flags[name] === undefined ? [] : [[name, flags[name]] as const],
  );
  try {
    return parseSpec({ ...Object.fromEntries(given), algorithm });
  } catch (error) {
    if (!isKindredError(error) || error.at === undefined) throw error;
    const flag = flagOf(error.at);
    const message = error.message.replace(`Cannot train: ${error.at} `, `${flag} `);
    throw new KindredError(error.code, message, { at: flag, cause: error });
  }
}

/**
 * A spec for each of several algorithms: every setting goes to those that take it.
 *
 * @throws KindredError `invalid-options` also for a setting that none of them takes
 */
export function specsFromFlags(algorithms: readonly Algorithm[], flags: AlgorithmFlags): readonly TrainSpec[] {
  const given = sharedOptions().filter(({ name }) => flags[name] !== undefined);
  for (const { name, takers } of given) {
    if (takers.some(([algorithm]) => algorithms.includes(algorithm))) continue;
    const message = `${flagOf(name)} means nothing to ${algorithms.join(', ')}. Leave it out.`;
    throw new KindredError('invalid-options', message, { at: flagOf(name) });
  }
  return algorithms.map((algorithm) => {
    const own = given.filter(({ takers }) => takers.some(([taker]) => taker === algorithm));
    return specFromFlags(algorithm, Object.fromEntries(own.map(({ name }) => [name, flags[name]])));
  });
}

/** The settings of a spec as flags of `kindred train`. */
export function flagsOf({ algorithm, ...settings }: TrainSpec): string {
  const flags = Object.entries(settings).map(([name, value]) => `${flagOf(name)} ${value}`);
  return [`--algorithm ${algorithm}`, ...flags].join(' ');
}

/** What algorithms want to be read, besides who had what, and protocols that hold each user's newest item out. */
export function readingOf(
  specs: readonly TrainSpec[],
  protocol?: string,
): Required<Pick<InputOptions, 'keepsEvents' | 'isOrdered' | 'needsTimes' | 'takesRatings' | 'needsWeights'>> {
  const forms = specs.map((spec) => ALGORITHM_TABLE[spec.algorithm]);
  return {
    keepsEvents: forms.some(({ reads }) => reads === 'events'),
    isOrdered: NEWEST_OUT.has(protocol) || forms.some(goesByOrder),
    needsTimes: forms.some(fades),
    takesRatings: specs.some(takesRatings),
    needsWeights: specs.some((spec) => 'weights' in spec && spec.weights === 'given'),
  };
}

const NEWEST_OUT: ReadonlySet<string | undefined> = new Set(['leave-one-out', 'ncf-99']);

function goesByOrder({ reads, kind }: (typeof ALGORITHM_TABLE)[Algorithm]): boolean {
  return reads === 'order' || kind === 'sessions';
}

/** Then a place among the rows cannot stand for a date. */
function fades({ options }: (typeof ALGORITHM_TABLE)[Algorithm]): boolean {
  return Object.hasOwn(options, 'halfLifeDays');
}

function takesRatings(spec: TrainSpec): boolean {
  const given = 'weights' in spec ? spec.weights : undefined;
  // SAR leaves no choice: it is made for ratings.
  return (given ?? ALGORITHM_TABLE[spec.algorithm].options.weights?.default) === 'given' || spec.algorithm === 'sar';
}

/**
 * Reads one of the values of a setting, such as those that are tried.
 *
 * @throws KindredError `invalid-options` for a setting that the algorithm does not take, or what it does not take for a value
 */
export function parseSetting(algorithm: Algorithm, name: string, text: string): OptionValue {
  const form = ALGORITHM_TABLE[algorithm].options[name];
  if (form !== undefined) return parseValue(name, [[algorithm, form]], text);
  const names = Object.keys(ALGORITHM_TABLE[algorithm].options);
  const message = `${flagOf(name)} means nothing to ${algorithm}, which takes ${names.map(flagOf).join(', ')}.${didYouMean(name, names)}`;
  throw new KindredError('invalid-options', message, { at: flagOf(name) });
}

/** @throws KindredError `invalid-options` */
export function parseAlgorithm(text: string): Algorithm {
  const algorithm = ALGORITHMS.find((known) => known === text.toLowerCase());
  if (algorithm !== undefined) return algorithm;
  const message = `Unknown algorithm "${text}". There are ${ALGORITHMS.join(', ')}.${didYouMean(text, ALGORITHMS)}`;
  throw new KindredError('invalid-options', message, { at: '--algorithm' });
}

function sharedOptions(): readonly SharedOption[] {
  const options = new Map<string, (readonly [Algorithm, OptionForm])[]>();
  for (const algorithm of ALGORITHMS) {
    for (const [name, form] of Object.entries(ALGORITHM_TABLE[algorithm].options)) {
      const takers = options.get(name);
      if (takers === undefined) options.set(name, [[algorithm, form]]);
      else takers.push([algorithm, form]);
    }
  }
  return Array.from(options, ([name, takers]) => ({ name, takers }));
}

/** `halfLifeDays` is `--half-life-days`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Who takes it, what it does, and what it is when nobody says. */
function describe(takers: SharedOption['takers']): string {
  const helps = new Map<string, { readonly names: string[]; readonly defaults: Set<OptionValue> }>();
  for (const [algorithm, form] of takers) {
    const same = helps.get(form.help) ?? { names: [], defaults: new Set() };
    same.names.push(algorithm);
    same.defaults.add(form.default);
    helps.set(form.help, same);
  }
  return Array.from(helps, ([help, { names, defaults }]) => {
    const value = defaults.size === 1 ? ` (default: ${[...defaults].join('')})` : '';
    return `${names.join(', ')}: ${help}${value}`;
  }).join('; ');
}

/** What a text stands for: a number where some algorithm takes one, or a word. Whether it fits is the table's to say. */
function parseValue(name: string, takers: SharedOption['takers'], text: string): OptionValue {
  const forms = takers.map(([, form]) => form);
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if (isNumber && forms.some(({ kind }) => kind === 'number' || kind === 'whole')) return Number(text);
  if (forms.some(({ kind }) => kind === 'flag') && (text === 'true' || text === 'false')) return text === 'true';
  const words = forms.flatMap(wordsOf);
  if (words.includes(text)) return text;
  const wanted = words.length === 0 ? 'a number' : `${forms.some(isNumeric) ? 'a number, or ' : ''}${words.join(', ')}`;
  const message = `${flagOf(name)} takes ${wanted}, not "${text}".${didYouMean(text, words)}`;
  throw new KindredError('invalid-options', message, { at: flagOf(name) });
}

function isNumeric({ kind }: OptionForm): boolean {
  return kind === 'number' || kind === 'whole';
}

function wordsOf(form: OptionForm): readonly string[] {
  switch (form.kind) {
    case 'choice':
      return form.choices;
    case 'whole':
      return form.words ?? [];
    case 'flag':
      return ['true', 'false'];
    case 'number':
      return [];
  }
}
