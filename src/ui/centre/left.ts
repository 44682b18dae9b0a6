import type { Erasure } from '../relationship.ts';
import type { OpenedTexts } from '../texts/opened.ts';
import { fill } from '../words.ts';

/** What is still there after something was erased, or what is said when nothing is. */
export function leftOf(erasure: Erasure | undefined, { eraseLeft }: OpenedTexts, nothing: string): string {
  const names = erasure?.residue.map(({ kind, name }) => `${name} (${kind})`).join(', ');
  return names ? fill(eraseLeft, { names }) : nothing;
}
