// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Plan } from './blend-scorer.ts';
import type { Part, PartScores } from './parts.ts';

/** Each part counts by its weight, its best score of the list being 1: algorithms count in units of their own. */
export function weightedPlan(parts: readonly { readonly part: Part; readonly weight: number }[]): Plan {
  return (_, scoresOf) =>
    parts.flatMap(({ part, weight }) => {
      const best = bestOf(scoresOf(part));
      return best > 0 ? [{ part, factor: weight / best }] : [];
    });
}

/** One part alone: the last that takes so short a history and has something to say; `parts` ascend by `from`. */
export function switchingPlan(parts: readonly { readonly part: Part; readonly from: number }[]): Plan {
  return (history, scoresOf) => {
    const able = parts.filter(({ from }, n) => n === 0 || history.length >= from);
    const chosen = able.findLast(({ part }) => scoresOf(part).count > 0);
    return chosen === undefined ? [] : [{ part: chosen.part, factor: 1 }];
  };
}

/** The items by whose scores the tail is brought to the scale of the head. */
const COMPARED = 20;

/**
 * The head scores what it knows, the tail what is left, brought to the head's scale: by the ratio of what both say of the items
 * that the head puts first. A head that has nothing to say leaves everything to the tail.
 */
export function headAndTailPlan(head: Part, tail: Part, tailWeight: number): Plan {
  const isTail = (index: number) => !head.knows(index);
  return (_, scoresOf) => {
    const [first, others] = [scoresOf(head), scoresOf(tail)];
    const [own, theirs] = compare(head, first, tail, others);
    if (!(own > 0 && theirs > 0)) return first.count > 0 ? [{ part: head, factor: 1 }] : [{ part: tail, factor: 1 }];
    return [
      { part: head, factor: 1 },
      { part: tail, factor: (tailWeight * own) / theirs, isFor: isTail },
    ];
  };
}

/** What head and tail say in sum of the items that the head puts first. */
function compare(head: Part, first: PartScores, tail: Part, others: PartScores): readonly [number, number] {
  const { board, count } = first;
  const best = board.touched
    .slice(0, count)
    .sort((a, b) => board.score[b]! - board.score[a]! || a - b)
    .subarray(0, COMPARED);
  const wanted = new Set(Array.from(best, (own) => head.places[own]!));
  let theirs = 0;
  for (let n = 0; n < others.count; n++) {
    const own = others.board.touched[n]!;
    if (wanted.has(tail.places[own]!)) theirs += others.board.score[own]!;
  }
  return [best.reduce((sum, own) => sum + board.score[own]!, 0), theirs];
}

function bestOf({ board, count }: PartScores): number {
  let best = 0;
  for (let n = 0; n < count; n++) best = Math.max(best, board.score[board.touched[n]!]!);
  return best;
}
