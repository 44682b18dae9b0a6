// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Candidate, Choice } from '../list.ts';
import type { Aspect } from './aspects.ts';
import type { Caps } from './caps.ts';

/** What decides among the candidates besides their scores. */
export interface ListRules {
  /** On the list already: they count for caps and aspects. */
  readonly pinned: readonly Candidate[];
  readonly caps: (() => Caps) | undefined;
  /** What to rearrange the list for, for a pool of which the slots are the places. */
  readonly aspects: ((pool: readonly Candidate[]) => Aspects) | undefined;
}

export interface Aspects {
  readonly diversity: Aspect | undefined;
  readonly calibration: Aspect | undefined;
}

const POOL_PER_ITEM = 10;
const MIN_POOL = 100;
const GROWTH = 4;
const NEVER = -Infinity;

/**
 * Chooses a list. Among the best candidates only, because nobody gives up a first for a thousandth; among more where caps leave
 * the list short, until it is full or nothing is left, so that caps give what they would give among all.
 */
export function chooseList(
  wanted: number,
  available: number,
  best: (size: number) => readonly Candidate[],
  rules: ListRules,
): Choice {
  let size = wanted;
  if (rules.caps) size *= GROWTH;
  if (rules.aspects) size = Math.max(MIN_POOL, wanted * POOL_PER_ITEM);
  for (; ; size *= GROWTH) {
    const pool = best(Math.min(size, available));
    const choice = chooseFrom(pool, wanted, rules);
    const isAll = size >= available || pool.length < size;
    if (choice.chosen.length === wanted || isAll) return choice;
  }
}

function chooseFrom(pool: readonly Candidate[], wanted: number, rules: ListRules): Choice {
  const all = [...rules.pinned, ...pool];
  const listOf = (slots: readonly number[]) => slots.slice(rules.pinned.length).map((slot) => all[slot]!);
  const plain = take(all, wanted, rules);
  const aspects = rules.aspects?.(all);
  const isCapped = rules.caps !== undefined && plain.length < all.length;
  if (aspects === undefined) return { chosen: listOf(plain), isCapped };
  const { diversity, calibration } = aspects;
  const taken = take(all, wanted, rules, aspects);
  const changeOf = ({ figureOf }: Aspect) => ({ before: figureOf(plain), after: figureOf(taken) });
  const chosen = listOf(taken);
  return {
    chosen,
    isCapped,
    rearranged: {
      relevanceLoss: lossOf(listOf(plain), chosen),
      ...(diversity && { similarity: changeOf(diversity) }),
      ...(calibration && { miscalibration: changeOf(calibration) }),
    },
  };
}

/**
 * Time after time the one that gains most; of equal gains the one with the better score. Only those are looked at whose gain could be more
 * than the best so far: a gain never grows over what the score and the diversity of before left of it (M. Minoux, *Accelerated greedy
 * algorithms for maximizing submodular set functions*, 1978). Without aspects: in order. Answers the slots of what was taken, pins first.
 */
function take(
  all: readonly Candidate[],
  wanted: number,
  { caps: createCaps, pinned }: ListRules,
  aspects?: Aspects,
): readonly number[] {
  const { diversity, calibration } = aspects ?? {};
  const caps = createCaps?.();
  const slots: number[] = [];
  const put = (slot: number): void => {
    slots.push(slot);
    caps?.take(all[slot]!.item);
    diversity?.take(slot);
    calibration?.take(slot);
  };
  for (const slot of pinned.keys()) put(slot);
  // Scores on one scale with the aspects: the largest is 1, or −1.
  const largest = all.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0);
  const scoresWeigh = (1 - (diversity?.strength ?? 0)) * (1 - (calibration?.strength ?? 0));
  const relevance = all.map(({ score }) => (aspects ? scoresWeigh * (score / (largest || 1)) : 1));
  /** The most that each may gain; nothing for those that are taken or turned down. */
  const bound = relevance.slice();
  let from = pinned.length;
  while (slots.length < pinned.length + wanted) {
    let next = -1;
    let most = NEVER;
    for (let slot = from; slot < all.length; slot++) {
      if (bound[slot]! <= most) continue;
      if (caps?.allow(all[slot]!.item) === false) {
        bound[slot] = NEVER;
        continue;
      }
      let gain = relevance[slot]!;
      if (diversity) bound[slot] = gain -= diversity.strength * diversity.penaltyOf(slot);
      if (calibration && gain > most) gain -= calibration.strength * calibration.penaltyOf(slot);
      if (gain > most) {
        most = gain;
        next = slot;
        if (!aspects) break;
      }
    }
    if (next < 0) break;
    put(next);
    bound[next] = NEVER;
    if (!aspects) from = next;
  }
  return slots;
}

function lossOf(plain: readonly Candidate[], chosen: readonly Candidate[]): number {
  const [best, kept] = [sumOf(plain), sumOf(chosen)];
  return best === 0 ? 0 : (best - kept) / Math.abs(best);
}

function sumOf(list: readonly Candidate[]): number {
  return list.reduce((sum, { score }) => sum + score, 0);
}
