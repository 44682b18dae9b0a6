// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { SessionModel } from '../../model.ts';
import { lnOf } from '../../portable-math.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { HistoryEntry, Scorer, ScoringQuery } from './scorer.ts';

/**
 * VMIS-kNN (Kersbergen, Sprangers, Schelter 2022, "Serenade"). With s the last `last` clicks of the present session, the newest at distance 0, each item
 * at its newest place, and N the `nearest` (k) most similar of the `recent` (m) newest sessions that share an item with it:
 *
 *     similarity(n) = Σ over shared items of 1 − distance / |s|
 *     score(j) = Σ over n ∈ N with j of (1 − 0.1 · (1 + distance of the newest shared item)) · similarity(n) · (1 + idf · ln(T / T_j))
 *
 * where T counts pairs of session and item, T_j those of j. Of equal similarities the newer session is nearer. The lists of sessions of the clicked items are
 * merged from their newest ends, so that no more than m sessions are met.
 *
 * Time: `last` · m to find the sessions, and the items of k sessions. Memory: 8 bytes for each pair of session and item, made once.
 */
export function createSessionScorer(model: SessionModel): Scorer {
  const { sessionStart, sessionItem } = model;
  const index = createSessionIndex(model);
  const [last, recent, nearest] = [
    numberOf(model, 'last', 4),
    numberOf(model, 'recent', 1502),
    numberOf(model, 'nearest', 288),
  ];
  const excludesCurrent = model.spec.current !== 'allow';
  const rarity = raritiesOf(model, index.start, numberOf(model, 'idf', 2));
  const found = createFound(Math.min(recent, sessionStart.length - 1));

  function find(history: readonly HistoryEntry[], query: ScoringQuery): Clicks {
    const clicks = readClicks(history, query, last);
    found.count = mergeNewest(index, clicks, recent, found);
    keepNearest(found, nearest);
    return clicks;
  }

  return {
    repeats: 'allow',
    score(history, board, query) {
      const clicks = find(history, query);
      const current = excludesCurrent ? clicks.current : -1;
      return addSessions(sessionStart, sessionItem, rarity, found, current, board);
    },
    shares(history, candidates, query) {
      const clicks = find(history, query);
      return candidates.map((candidate) => sharesOf(history, candidate, clicks, found, model, rarity[candidate]!));
    },
  };
}

/** The sessions of each item, the newest first: rows of descending places among the model's sessions. */
interface SessionIndex {
  readonly start: Uint32Array;
  readonly session: Uint32Array;
}

function createSessionIndex({ sessionStart, sessionItem, items }: SessionModel): SessionIndex {
  const start = new Uint32Array(items.length + 1);
  for (let p = 0; p < sessionItem.length; p++) start[sessionItem[p]! + 1]!++;
  for (let item = 0; item < items.length; item++) start[item + 1]! += start[item]!;
  const next = start.slice();
  const session = new Uint32Array(sessionItem.length);
  for (let n = sessionStart.length - 2; n >= 0; n--) {
    for (let p = sessionStart[n]!; p < sessionStart[n + 1]!; p++) session[next[sessionItem[p]!]!++] = n;
  }
  return { start, session };
}

/** 1 + idf · ln(T / T_j) */
function raritiesOf({ items, sessionItem }: SessionModel, start: Uint32Array, idf: number): Float64Array {
  const total = sessionItem.length;
  return Float64Array.from(items, (_, item) => {
    const count = start[item + 1]! - start[item]!;
    return count === 0 ? 0 : 1 + idf * lnOf(total / count);
  });
}

/** The clicks that are looked at. */
interface Clicks {
  /** Each known item once, the newest first. */
  readonly item: readonly number[];
  /** 1 − distance / |s|, for each of them. */
  readonly decay: readonly number[];
  /** 1 − 0.1 · (1 + distance), yet not below zero, for each of them. */
  readonly nearness: readonly number[];
  /** What was clicked last; -1 where the model does not know it. */
  readonly current: number;
}

function readClicks(history: readonly HistoryEntry[], { session }: ScoringQuery, last: number): Clicks {
  const given = (session ?? history.map(({ index }) => index)).slice(-last).reverse();
  const places = given.map((_, distance) => distance);
  const newest = places.filter((distance) => given[distance]! >= 0 && given.indexOf(given[distance]!) === distance);
  return {
    item: newest.map((distance) => given[distance]!),
    decay: newest.map((distance) => 1 - distance / given.length),
    nearness: newest.map((distance) => Math.max(0, 1 - 0.1 * (1 + distance))),
    current: given[0] ?? -1,
  };
}

/** Sessions that share an item, the newest first, and how they do. */
interface Found {
  count: number;
  readonly session: Uint32Array;
  readonly similarity: Float64Array;
  /** The factor of the newest item shared. */
  readonly nearness: Float64Array;
}

function createFound(room: number): Found {
  return {
    count: 0,
    session: new Uint32Array(room),
    similarity: new Float64Array(room),
    nearness: new Float64Array(room),
  };
}

/** Merges the lists of the clicked items, newest first, until `recent` sessions are met. Answers how many were. */
function mergeNewest({ start, session }: SessionIndex, clicks: Clicks, recent: number, found: Found): number {
  const at = clicks.item.map((item) => start[item]!);
  const until = clicks.item.map((item) => Math.min(start[item + 1]!, start[item]! + recent));
  const most = Math.min(recent, found.session.length);
  let count = 0;
  for (; count < most; count++) {
    let newest = -1;
    for (let n = 0; n < at.length; n++) {
      if (at[n]! < until[n]! && session[at[n]!]! > newest) newest = session[at[n]!]!;
    }
    if (newest < 0) break;
    let similarity = 0;
    let nearness = 0;
    for (let n = 0; n < at.length; n++) {
      if (at[n]! >= until[n]! || session[at[n]!] !== newest) continue;
      if (similarity === 0) nearness = clicks.nearness[n]!;
      similarity += clicks.decay[n]!;
      at[n]!++;
    }
    found.session[count] = newest;
    found.similarity[count] = similarity;
    found.nearness[count] = nearness;
  }
  return count;
}

/** Keeps the most similar, of equal ones the newest; the order stays. */
function keepNearest(found: Found, nearest: number): void {
  const { session, similarity, nearness, count } = found;
  if (count <= nearest) return;
  const { weakest, above } = weakestOf(similarity.subarray(0, count), nearest);
  let room = nearest - above;
  let kept = 0;
  for (let n = 0; n < count; n++) {
    if (similarity[n]! < weakest || (similarity[n] === weakest && room-- <= 0)) continue;
    session[kept] = session[n]!;
    similarity[kept] = similarity[n]!;
    nearness[kept++] = nearness[n]!;
  }
  found.count = kept;
}

/** More kinds of similarity than this are sorted one by one. */
const FEW = 64;

/**
 * The similarity of the last of the `nearest`, and how many are above it. Similarities are sums of a few decays, so that hardly any differ: counting
 * them by value is several times faster than sorting.
 */
function weakestOf(similarity: Float64Array, nearest: number): { readonly weakest: number; readonly above: number } {
  const values: number[] = [];
  const counts: number[] = [];
  for (let n = 0; n < similarity.length; n++) {
    const place = values.indexOf(similarity[n]!);
    if (place >= 0) counts[place]!++;
    else if (values.length === FEW) return weakestOfMany(similarity, nearest);
    else counts[values.push(similarity[n]!) - 1] = 1;
  }
  const order = values.map((_, place) => place).sort((a, b) => values[b]! - values[a]!);
  let above = 0;
  for (const place of order) {
    if (above + counts[place]! >= nearest) return { weakest: values[place]!, above };
    above += counts[place]!;
  }
  return { weakest: 0, above };
}

function weakestOfMany(
  similarity: Float64Array,
  nearest: number,
): { readonly weakest: number; readonly above: number } {
  const sorted = similarity.slice().sort();
  const weakest = sorted[sorted.length - nearest]!;
  const above = sorted.length - 1 - sorted.lastIndexOf(weakest);
  return { weakest, above };
}

function addSessions(
  sessionStart: Uint32Array,
  sessionItem: Uint16Array | Uint32Array,
  rarity: Float64Array,
  found: Found,
  current: number,
  { score, touched }: Scoreboard,
): number {
  let count = 0;
  for (let n = 0; n < found.count; n++) {
    const session = found.session[n]!;
    const weight = found.nearness[n]! * found.similarity[n]!;
    for (let p = sessionStart[session]!; p < sessionStart[session + 1]!; p++) {
      const item = sessionItem[p]!;
      if (item === current) continue;
      const before = score[item]!;
      const after = before + weight * rarity[item]!;
      if (before === 0 && after !== 0) touched[count++] = item;
      score[item] = after;
    }
  }
  return count;
}

/** What each clicked item added: its part of the similarity of every session that speaks for the candidate. */
function sharesOf(
  history: readonly HistoryEntry[],
  candidate: number,
  clicks: Clicks,
  found: Found,
  { sessionStart, sessionItem }: SessionModel,
  rarity: number,
): Float64Array {
  const shares = new Float64Array(history.length);
  const places = clicks.item.map((item) => history.findIndex(({ index }) => index === item));
  for (let n = 0; n < found.count; n++) {
    const items = sessionItem.subarray(sessionStart[found.session[n]!], sessionStart[found.session[n]! + 1]);
    if (!items.includes(candidate)) continue;
    clicks.item.forEach((item, click) => {
      const place = places[click]!;
      if (place >= 0 && items.includes(item)) shares[place]! += found.nearness[n]! * clicks.decay[click]! * rarity;
    });
  }
  return shares;
}

function numberOf({ spec }: SessionModel, option: string, otherwise: number): number {
  const value = spec[option];
  return typeof value === 'number' ? value : otherwise;
}
