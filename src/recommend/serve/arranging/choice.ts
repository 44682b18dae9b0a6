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
  const plain = takeInOrder(pool, wanted, rules);
  if (rules.aspects === undefined) return plain;
  const all = [...rules.pinned, ...pool];
  const { diversity, calibration } = rules.aspects(all);
  const pinned = [...rules.pinned.keys()];
  const rearranged = takeByGain(
    all,
    wanted,
    rules,
    [diversity, calibration].filter((aspect) => aspect !== undefined),
  );
  const slotOf = new Map(all.map((candidate, slot) => [candidate, slot]));
  const before = [...pinned, ...plain.chosen.map((candidate) => slotOf.get(candidate) ?? 0)];
  const after = [...pinned, ...rearranged.slots];
  const changeOf = (aspect: Aspect) => ({ before: aspect.figureOf(before), after: aspect.figureOf(after) });
  const chosen = rearranged.slots.map((slot) => all[slot]!);
  return {
    chosen,
    isCapped: rearranged.isCapped,
    rearranged: {
      relevanceLoss: lossOf(plain.chosen, chosen),
      ...(diversity && { similarity: changeOf(diversity) }),
      ...(calibration && { miscalibration: changeOf(calibration) }),
    },
  };
}

function takeInOrder(pool: readonly Candidate[], wanted: number, { caps: createCaps, pinned }: ListRules): Choice {
  if (createCaps === undefined) return { chosen: pool.slice(0, wanted), isCapped: false };
  const caps = createCaps();
  for (const { item } of pinned) caps.take(item);
  const chosen: Candidate[] = [];
  let isCapped = false;
  for (const candidate of pool) {
    if (chosen.length === wanted) break;
    if (caps.allow(candidate.item)) {
      caps.take(candidate.item);
      chosen.push(candidate);
    } else isCapped = true;
  }
  return { chosen, isCapped };
}

/** Time after time the one that gains most; of equal gains the one with the better score. */
function takeByGain(
  all: readonly Candidate[],
  wanted: number,
  { caps: createCaps, pinned }: ListRules,
  aspects: readonly Aspect[],
): { readonly slots: readonly number[]; readonly isCapped: boolean } {
  const caps = createCaps?.();
  const take = (slot: number): void => {
    caps?.take(all[slot]!.item);
    for (const aspect of aspects) aspect.take(slot);
  };
  for (const slot of pinned.keys()) take(slot);
  const relevance = relevanceOf(all);
  const scoresWeigh = aspects.reduce((weight, { strength }) => weight * (1 - strength), 1);
  const gainOf = (slot: number): number => {
    let gain = scoresWeigh * relevance[slot]!;
    for (const { strength, penaltyOf } of aspects) gain -= strength * penaltyOf(slot);
    return gain;
  };
  let left = [...all.keys()].slice(pinned.length);
  const slots: number[] = [];
  let isCapped = false;
  while (slots.length < wanted) {
    if (caps !== undefined) {
      const allowed = left.filter((slot) => caps.allow(all[slot]!.item));
      isCapped ||= allowed.length < left.length;
      left = allowed;
    }
    const next = mostOf(left, gainOf);
    if (next === undefined) break;
    take(next);
    slots.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return { slots, isCapped };
}

function mostOf(slots: readonly number[], gainOf: (slot: number) => number): number | undefined {
  let best: number | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const gain = gainOf(slot);
    if (!(gain > most)) continue;
    most = gain;
    best = slot;
  }
  return best;
}

/** Scores on one scale with the aspects: the largest is 1, or −1. */
function relevanceOf(all: readonly Candidate[]): Float64Array {
  const largest = all.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0);
  return Float64Array.from(all, ({ score }) => (largest > 0 ? score / largest : 0));
}

function lossOf(plain: readonly Candidate[], chosen: readonly Candidate[]): number {
  const [best, kept] = [sumOf(plain), sumOf(chosen)];
  return best === 0 ? 0 : (best - kept) / Math.abs(best);
}

function sumOf(list: readonly Candidate[]): number {
  return list.reduce((sum, { score }) => sum + score, 0);
}
