import { KindredError, nearestName } from '../../core/index.ts';

/** An `invalid-rule` error in the form of all of them: what, where, remedy. */
export function invalid(problem: string, at: string, remedy: string): KindredError {
  return new KindredError('invalid-rule', `${problem}, at ${at || 'the top'}. ${remedy}`, { at });
}

/** The error for a name that is none of those known, with the nearest one. */
export function unknownName(what: string, name: string, at: string, known: readonly string[]): KindredError {
  return invalid(`Unknown ${what} "${name}"`, at, didYouMean(name, known));
}

/** What an error advises for a name that is none of those known. */
export type Suggest = (name: string, known: readonly string[]) => string;

/** The nearest of the names that are known, or else all of them. */
export const didYouMean: Suggest = (name, known) => {
  const near = nearestName(name, known);
  return near ? `Did you mean "${near}"?` : listKnown(name, known);
};

/** All of the names. */
export const listKnown: Suggest = (_, known) => `Known: ${known.join(', ') || 'none'}.`;
