import type { Erasure } from '../relationship.ts';
import { LEFT_ENGLISH } from '../texts/unfolded-left.ts';
import { fill } from './means.ts';

/** What could not be removed, or else that nothing is left. */
export function leftOf(
  erasure: Erasure | undefined,
  { eraseLeft, swept }: typeof LEFT_ENGLISH = LEFT_ENGLISH,
  nothing: string = swept,
): string {
  const names = erasure?.residue.map(({ kind, name }) => `${name} (${kind})`).join(', ');
  return names ? fill(eraseLeft, { names }) : nothing;
}
