import type { KindredEvent } from '../../events/index.ts';
import {
  createReplayedHistories,
  factsOf,
  foldLogged,
  type ReplayedProfile,
  withoutHistory,
} from '../../profile/replayed-profile.ts';
import { explainRules, IMPRESSION, type Snapshot } from '../../rules/index.ts';
import type { LoggedEvent } from '../input/logged-event.ts';
import { type ChangeSample, type Changes, createChangeCounter } from './changes.ts';
import { evaluateFile, type Verdict } from './evaluation.ts';
import { createPeople, type Person } from './people.ts';
import { allowAll, type Permissions } from './permissions.ts';
import type { TestedFile, TestedRule } from './rule-file.ts';
import { createFileCounter, type FileTally } from './tallies.ts';

/** What counts as an impression: what is shown on a view of a page, or at every event, or what the log says was shown. */
export const IMPRESSION_SOURCES = ['pages', 'events', 'logged'] as const;

/** One of {@link IMPRESSION_SOURCES}. */
export type ImpressionSource = (typeof IMPRESSION_SOURCES)[number];

export interface ReplayOptions {
  /** The rules; and those that they are compared with. */
  readonly files: readonly TestedFile[];
  readonly permissions: Permissions;
  readonly impressions: ImpressionSource;
  /** More people than this are left out. */
  readonly mostPeople: number;
}

/** What a log would have been with other rules. */
export interface ReplayResult {
  /** For each file. */
  readonly tallies: readonly FileTally[];
  /** Between the first file and the second one. */
  readonly changes: Changes | undefined;
  readonly people: number;
  /** Devices that turned out to be those of a user who was known. */
  readonly joined: number;
  /** Events of those who were too many. */
  readonly leftOut: number;
  /** Events that came twice, those that came after a newer one of the same person, and impressions that were replaced. */
  readonly repeated: number;
  readonly late: number;
  readonly replaced: number;
  readonly views: number;
  /** Milliseconds since 1970 of the first and the last event. */
  readonly from: number;
  readonly until: number;
}

/** Replays a log event by event. */
export interface Replay {
  take(event: LoggedEvent, input: string): void;
  /** How many people there are so far. */
  people(): number;
  result(): ReplayResult;
}

/**
 * Folds the events of each person into a profile, as a page would, and evaluates the rules after each: what would have been shown.
 * The same log gives the same result anywhere. Memory is in proportion to the number of people, whatever the length of the log.
 */
export function createReplay({ files, permissions, impressions, mostPeople }: ReplayOptions): Replay {
  // With impressions of its own each file makes other histories.
  const isApart = impressions !== 'logged' && files.some(({ countsImpressions }) => countsImpressions);
  const people = createPeople({ profiles: isApart ? files.length : 1, permissions, most: mostPeople });
  const members = [...new Set(files.flatMap((file) => file.members))];
  const readsHistory = files.some((file) => file.readsHistory);
  const histories = files.map(() => createReplayedHistories());
  let mark = 0;
  const counters = files.map((file) => {
    const counter = createFileCounter(file, mark);
    mark = counter.end;
    return counter;
  });
  const changes = files.length > 1 ? createChangeCounter(mark) : undefined;
  const shown = files.map(({ rules }) => new Set<unknown>(rules.map(({ id }) => id)));
  const totals = {
    repeated: 0,
    late: 0,
    replaced: 0,
    views: 0,
    from: Number.POSITIVE_INFINITY,
    until: Number.NEGATIVE_INFINITY,
  };

  function take({ event, at, line }: LoggedEvent, input: string): void {
    const person = people.of(event);
    if (!person) return;
    totals.from = Math.min(totals.from, at);
    totals.until = Math.max(totals.until, at);
    const recorded = record(person, event);
    if (recorded !== 'new') {
      totals[recorded]++;
      return;
    }
    if (at < person.now) totals.late++;
    person.now = Math.max(person.now, at);
    person.permissions.learn(event);
    const isView = impressions === 'events' || event.type === 'page' || event.type === 'screen';
    if (isView) totals.views++;
    const snapshots = snapshotsOf(person, event);
    const verdicts = files.map((file, index) => decide(file, snapshots[index], person));
    verdicts.forEach((verdict, index) => {
      counters[index]?.add(verdict, person, isView);
      if (isView && isApart) recordImpressions(person, index, verdict, event);
    });
    const [before, after] = verdicts;
    if (!changes || !before || !after) return;
    changes.add(before.winners, after.winners, person, (from, to) => ({
      at: `${input}:${line}`,
      time: at,
      why: explainChange(files, snapshots, from, to),
    }));
  }

  /** What the log says was shown is replaced by what is shown now. */
  function record(person: Person, event: KindredEvent): 'new' | 'repeated' | 'replaced' {
    const id = event.event === IMPRESSION.event ? event.properties?.[IMPRESSION.property] : undefined;
    let answer: 'new' | 'repeated' | 'replaced' = 'replaced';
    person.profiles.forEach((_, index) => {
      if (isApart && id !== undefined && shown[index]?.has(id)) return;
      if (fold(person, index, event)) answer = 'new';
      else if (answer === 'replaced') answer = 'repeated';
    });
    return answer;
  }

  function fold({ profiles }: Person, index: number, event: KindredEvent): boolean {
    const before = profiles[index];
    if (!before) return false;
    const after = foldLogged(before, event);
    profiles[index] = readsHistory ? after : withoutHistory(after);
    return after !== before;
  }

  /** What was shown is recorded as a page records it. */
  function recordImpressions(person: Person, index: number, { winners }: Verdict, event: KindredEvent): void {
    for (const { id } of winners) {
      fold(person, index, {
        type: 'track',
        event: IMPRESSION.event,
        messageId: `${event.messageId} ${id}`,
        timestamp: event.timestamp,
        properties: { [IMPRESSION.property]: id },
        ...(event.context && { context: event.context }),
      });
    }
  }

  function snapshotsOf(person: Person, event: KindredEvent): readonly Snapshot[] {
    const snapshots = person.profiles.map((profile, index) => snapshotOf(profile, index, person, event));
    return isApart ? snapshots : files.flatMap(() => snapshots);
  }

  function snapshotOf(profile: ReplayedProfile, index: number, person: Person, { context }: KindredEvent): Snapshot {
    const { now, permissions } = person;
    return {
      facts: { ...factsOf(profile, now, members), page: context?.page ?? {} },
      now,
      unit: profile.unit,
      allows: permissions.allows,
      ...(readsHistory && histories[index] && { events: histories[index].of(person, profile) }),
    };
  }

  return {
    take,
    people: () => people.counts.people,
    result: () => ({
      tallies: counters.map((counter) => counter.tally()),
      changes: changes?.changes(),
      ...people.counts,
      ...totals,
    }),
  };
}

const NOTHING: Verdict = { winners: [], losers: [] };

function decide(file: TestedFile, snapshot: Snapshot | undefined, { permissions: { allows } }: Person): Verdict {
  if (!snapshot) return NOTHING;
  return evaluateFile(file, snapshot, allows === allowAll ? snapshot : { ...snapshot, allows: allowAll });
}

function explainChange(
  [one, other]: readonly TestedFile[],
  [before, after]: readonly (Snapshot | undefined)[],
  from: TestedRule | undefined,
  to: TestedRule | undefined,
): ChangeSample['why'] {
  const now = to && explainRule(other, after, to) ? `“${to.id}” ${explainRule(other, after, to)}` : 'nothing is shown';
  const was =
    from &&
    (explainRule(other, after, from) ??
      `it is not there any more; it was shown as it ${explainRule(one, before, from)}`);
  return from ? `${now}; “${from.id}” ${was}` : now;
}

/** What the rules say of one of them, or of one that has the same id. */
function explainRule(
  file: TestedFile | undefined,
  snapshot: Snapshot | undefined,
  { id, place }: TestedRule,
): string | undefined {
  for (const { rules, tested } of file?.sets ?? []) {
    if (!snapshot || tested.get(id)?.place !== place) continue;
    const found = explainRules(rules, snapshot, { words: file?.words ?? {} }).find(({ rule }) => rule.id === id);
    if (found) return found.sentence;
  }
  return undefined;
}
