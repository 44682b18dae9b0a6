import type { Replayed } from '../replay/replayed.ts';
import { notesOf } from '../replay/replayed.ts';
import { share } from '../replay/report/share.ts';
import type { FileTally } from '../replay/tallies.ts';
import { bytes, count, counted, duration, time } from './amounts.ts';
import { type Fact, formatTable } from './facts.ts';

// A terminal is no place for more; --json has all.
const MOST_ROWS = 30;
const MOST_CONFLICTS = 10;

/** What people read of a replay on a terminal. */
export function replayFacts(
  replayed: Replayed,
  { milliseconds, peakMemoryBytes }: { readonly milliseconds: number; readonly peakMemoryBytes: number },
  report: string | undefined,
): readonly Fact[] {
  const { files, tally, result } = replayed;
  const { people, from, until, tallies, changes } = result;
  return [
    ['events', `${count(tally.events)} of ${counted(people, 'person', 'people')}, ${time(from)} to ${time(until)}`],
    ...files.flatMap(({ path }, index) => fileFacts(path, tallies[index], people)),
    ...(changes ? [['changes', ...changeLines(changes, people)] as const] : []),
    ['notes', ...notesOf(replayed)],
    ...brokenFacts(replayed),
    ...(report === undefined ? [] : [['report', report] as const]),
    [
      'took',
      `${duration(milliseconds)}, ${count(Math.round(tally.read / Math.max(milliseconds / 1000, 0.001)))} events/s; peak memory ${bytes(peakMemoryBytes)}`,
    ],
  ];
}

function fileFacts(path: string, tally: FileTally | undefined, people: number): readonly Fact[] {
  if (!tally) return [];
  const sorted = tally.rules.toSorted((a, b) => b.shown.people - a.shown.people || b.shown.moments - a.shown.moments);
  const rows = sorted
    .slice(0, MOST_ROWS)
    .map(({ rule: { id, place, hasRivals }, shown, impressions, losses }) => [
      hasRivals ? `${place}: ${id}` : id,
      count(shown.people),
      share(shown.people, people),
      count(shown.moments),
      count(impressions),
      ...[losses.capped, losses.heldOut, losses.lost, losses.unpermitted].map((loss) => count(loss.people)),
    ]);
  const headings = ['', 'people', '', 'moments', 'impressions', 'capped', 'held out', 'lost', 'not permitted'];
  const lines = formatTable([headings, ...rows], [1, 2, 3, 4, 5, 6, 7, 8]);
  const conflicts = tally.conflicts.slice(0, MOST_CONFLICTS);
  return [
    ['rules', path, ...lines, ...more(sorted.length - rows.length, 'rule')],
    ...(conflicts.length > 0
      ? [
          [
            'conflicts',
            ...conflicts.map(
              ({ place, winner, loser, people: some }) =>
                `${place}: “${winner}” before “${loser}” for ${counted(some, 'person', 'people')}`,
            ),
            ...more(tally.conflicts.length - conflicts.length, 'pair'),
          ] as const,
        ]
      : []),
  ];
}

function changeLines(
  { total, changes }: NonNullable<Replayed['result']['changes']>,
  people: number,
): readonly string[] {
  if (changes.length === 0) return ['none: everybody would have been shown the same'];
  const rows = changes
    .slice(0, MOST_ROWS)
    .map(({ place, from, to, people: some, moments }) => [
      place,
      `${from ?? '(nothing)'} → ${to ?? '(nothing)'}`,
      count(some),
      count(moments),
    ]);
  return [
    `${counted(total.people, 'person', 'people')} (${share(total.people, people)}) would have been shown something else`,
    ...formatTable([['', '', 'people', 'moments'], ...rows], [2, 3]),
    ...more(changes.length - rows.length, 'kind of change', 'kinds of changes'),
  ];
}

function brokenFacts({ tally: { firstBroken, broken } }: Replayed): readonly Fact[] {
  if (broken === 0) return [];
  const lines = firstBroken.map(({ input, line, why }) => `${input}:${line}  ${why}`);
  return [['broken', ...lines, ...more(broken - firstBroken.length, 'line')]];
}

function more(amount: number, one: string, many = `${one}s`): readonly string[] {
  return amount > 0 ? [`and ${counted(amount, `more ${one}`, `more ${many}`)} (--json has all)`] : [];
}
