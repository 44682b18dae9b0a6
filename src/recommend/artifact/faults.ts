// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { NeighbourModel } from '../model.ts';
import type { Body } from './assemble.ts';
import type { Manifest } from './manifest.ts';

/** What is wrong with the arrays of a model, if anything: what passes can be served without looking again. */
export async function faultOf(body: Body, manifest: Manifest): Promise<string | undefined> {
  if (body.kind === 'popularity') return undefined;
  if (body.kind === 'neighbours') return faultOfNeighbours(body, manifest);
  const { faultOfOther } = await import('./other-kinds.ts');
  return faultOfOther(body, manifest);
}

/** Rows of neighbours must cover the list, ascend, and weigh more than nothing. */
function faultOfNeighbours(
  { neighbourStart: start, neighbour, similarity }: Body<NeighbourModel>,
  { counts }: Manifest,
): string | undefined {
  const itemCount = counts.items;
  if (start.length !== itemCount + 1 || start[0] !== 0) return 'not one row for each item';
  if (start[itemCount] !== neighbour.length || similarity.length !== neighbour.length)
    return 'rows and list differ in length';
  for (let item = 0; item < itemCount; item++) {
    const until = start[item + 1]!;
    if (until < start[item]! || until > neighbour.length) return 'a row ends before it begins';
    let before = -1;
    for (let p = start[item]!; p < until; p++) {
      const found = neighbour[p]!;
      if (found <= before || found >= itemCount || found === item) return 'a neighbour is out of range or out of order';
      if (!(similarity[p]! > 0 && similarity[p]! < Infinity)) return 'a similarity is no number above zero';
      before = found;
    }
  }
  return neighbour.length === counts.neighbours ? undefined : 'not as many neighbours as the manifest says';
}
