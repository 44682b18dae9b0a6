import { KindredError } from '../../core/index.ts';

/** Reads an option's number. */
export function numberOption(option: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) return number;
    throw new KindredError('invalid-options', `${option} takes a number, not "${text}".`, { at: option });
  };
}

/** Reads an option's whole number that is at least `least`. */
export function wholeNumberOption(option: string, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number;
    const message = `${option} takes a whole number from ${least} on, not "${text}".`;
    throw new KindredError('invalid-options', message, { at: option });
  };
}

/** Reads how many neighbours to keep. */
export function neighboursOption(text: string): number | 'all' {
  return text === 'all' ? text : wholeNumberOption('--neighbours', 1)(text);
}
