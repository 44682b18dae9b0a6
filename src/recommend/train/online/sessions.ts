import { KindredError } from '../../../core/index.ts';
import { areNumbers, sortIds } from '../../id-order.ts';
import { createInteractions, type DataWindow, type Interactions, type SessionModel } from '../../index.ts';
import type { VmisSpec } from '../spec.ts';
import { resolveVmis } from '../vmis.ts';
import { BY_NUMBER, BY_TEXT } from './shares.ts';

/** A session model that takes in what happens. */
export interface OnlineSessions {
  /**
   * Appends a click to a session, a new one or one that was there.
   *
   * @throws KindredError `invalid-input` for an empty id, or a time that is no number
   */
  append(session: string, item: string, timeMs: number): void;
  /** Takes a session out, at once; `false` where nobody knew it. */
  forget(session: string): boolean;
  /**
   * The model of all sessions that are there now, as training would make it, without histories.
   *
   * @throws KindredError `empty-input` where there are none
   */
  model(): SessionModel;
}

/** What is known of one session. */
interface Live {
  clicks: number;
  newest: number;
  readonly items: Set<string>;
  pairTimes: Map<string, number>;
}

/**
 * Starts a session model to which clicks are appended. Sessions stay sorted by their newest click, so that a model costs one pass over
 * them: what comes in is nearly in order. Every interaction of `interactions` is a click.
 *
 * Time: constant for a click; the clicks of all sessions for a model. Memory: about 100 bytes for each pair of session and item.
 *
 * @throws KindredError `invalid-options`
 *
 * @example
 * ```ts
 * import { createInteractions, createRecommender } from 'kindred/recommend';
 * import { createOnlineSessions } from 'kindred/recommend/train';
 *
 * const online = createOnlineSessions(createInteractions().build(), { algorithm: 'vmis' });
 * online.append('s1', 'teapot', 1000);
 * online.append('s1', 'oolong', 2000);
 * online.append('s2', 'teapot', 3000);
 * console.log(createRecommender(online.model()).recommend({ session: ['teapot'] }).items[0]?.item); // 'oolong'
 * ```
 */
export function createOnlineSessions(interactions: Interactions, { algorithm, ...given }: VmisSpec): OnlineSessions {
  const options = resolveVmis(given);
  const sessions = new Map<string, Live>();
  /** Of all sessions that there were, as the last model had them; new ones at the end. */
  let order: string[] = [];

  function append(session: string, item: string, timeMs: number | undefined): void {
    createInteractions().add(session, item, 1, timeMs); // refuses what is no click
    const live = sessions.get(session) ?? { clicks: 0, newest: 0, items: new Set(), pairTimes: new Map() };
    if (live.clicks === 0) order.push(session);
    live.clicks++;
    live.newest = Math.max(live.newest, timeMs ?? 0);
    live.items.add(item);
    if (timeMs !== undefined) live.pairTimes.set(item, Math.max(timeMs, live.pairTimes.get(item) ?? timeMs));
    sessions.set(session, live);
  }

  forEachClick(interactions, append);

  return {
    append,
    forget: (session) => sessions.delete(session),
    model() {
      if (sessions.size === 0) throw nothingThere();
      const byId = areNumbers([...sessions.keys()]) ? BY_NUMBER : BY_TEXT;
      order = [...new Set(order.filter((session) => sessions.has(session)))];
      order.sort((a, b) => newestOf(sessions, a) - newestOf(sessions, b) || byId(a, b));
      const all = order.flatMap((session) => sessions.get(session) ?? []);
      const items = sortIds([...new Set(all.flatMap((live) => [...live.items]))]);
      const kept = all.filter(({ clicks }) => clicks <= options.longest);
      return {
        kind: 'sessions',
        spec: { algorithm, ...options, weights: 'binary' },
        seed: 0,
        data: windowOf(all),
        items,
        ...arraysOf(all, kept, items),
      };
    },
  };
}

function newestOf(sessions: ReadonlyMap<string, Live>, session: string): number {
  return sessions.get(session)?.newest ?? 0;
}

/** The arrays of the model; popularity counts the sessions that were too long, too. */
function arraysOf(all: readonly Live[], kept: readonly Live[], items: readonly string[]) {
  const indexOf = new Map(items.map((item, index) => [item, index]));
  const indicesOf = (live: Live) => Array.from(live.items, (item) => indexOf.get(item) ?? 0);
  const popularity = new Float32Array(items.length);
  for (const live of all) for (const index of indicesOf(live)) popularity[index] = (popularity[index] ?? 0) + 1;
  const sessionStart = new Uint32Array(kept.length + 1);
  kept.forEach((live, n) => {
    sessionStart[n + 1] = (sessionStart[n] ?? 0) + live.items.size;
  });
  const sessionItem = new Uint32Array(sessionStart.at(-1) ?? 0);
  kept.forEach((live, n) => {
    sessionItem.set(Uint32Array.from(indicesOf(live)).sort(), sessionStart[n]);
  });
  return { popularity, sessionStart, sessionItem };
}

function windowOf(all: readonly Live[]): DataWindow {
  let [pairs, fromMs, untilMs] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { items, pairTimes } of all) {
    pairs += items.size;
    for (const timeMs of pairTimes.values()) {
      fromMs = Math.min(fromMs, timeMs);
      untilMs = Math.max(untilMs, timeMs);
    }
  }
  return { users: all.length, interactions: pairs, ...(fromMs <= untilMs && { fromMs, untilMs }) };
}

/** Single events where they were kept, otherwise pairs. */
function forEachClick(
  { users, items, userStart, itemIndex, time, events }: Interactions,
  visit: (session: string, item: string, timeMs: number | undefined) => void,
): void {
  users.forEach((user, place) => {
    for (let entry = userStart[place] ?? 0; entry < (userStart[place + 1] ?? 0); entry++) {
      const item = items[itemIndex[entry] ?? 0] ?? '';
      const times =
        events === undefined ? [time[entry]] : events.time.subarray(events.start[entry], events.start[entry + 1]);
      for (const at of times) visit(user, item, at === undefined || Number.isNaN(at) ? undefined : at);
    }
  });
}

function nothingThere(): KindredError {
  return new KindredError('empty-input', 'There is no model: no sessions are left. Append at least one click.');
}
