import { KindredError } from '../../core/index.ts';

/** Reads an option's whole number that is at least `least`, and at most `most`. */
export function wholeNumberOption(option: string, least: number, most?: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least && number <= (most ?? number)) {
      return number;
    }
    const range = most === undefined ? `from ${least} on` : `from ${least} to ${most}`;
    const message = `${option} takes a whole number ${range}, not "${text}".`;
    throw new KindredError('invalid-options', message, { at: option });
  };
}

/** Reads how many neighbours to keep. */
export function neighboursOption(text: string): number | 'all' {
  return text === 'all' ? text : wholeNumberOption('--neighbours', 1)(text);
}
