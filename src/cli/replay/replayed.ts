import type { EventTally } from '../input/read-events.ts';
import { counted } from '../output/amounts.ts';
import type { Permissions } from './permissions.ts';
import type { ImpressionSource, ReplayResult } from './replay.ts';
import type { TestedFile } from './rule-file.ts';

/** What was replayed, and what came of it. */
export interface Replayed {
  /** The logs. */
  readonly inputs: readonly string[];
  /** The rules; and those that they are compared with. */
  readonly files: readonly TestedFile[];
  readonly tally: EventTally;
  readonly result: ReplayResult;
  readonly permissions: Permissions;
  readonly impressions: ImpressionSource;
  readonly mostPeople: number;
}

/** What should be known to whoever reads the figures: what was assumed, and what is not in them. */
export function notesOf({ tally, result, permissions, impressions, mostPeople, files }: Replayed): readonly string[] {
  const { nobody, broken, read } = tally;
  const { joined, leftOut, late, repeated, replaced, views } = result;
  const isCapped = files.some(({ countsImpressions }) => countsImpressions);
  const notes: readonly (readonly [isSo: boolean, note: string])[] = [
    [true, PERMITTED[permissions.kind](permissions)],
    [isCapped, IMPRESSIONS_OF[impressions]],
    [
      isCapped && views === 0,
      'The log has no views of pages, so nothing was shown often enough for a cap: use --impressions events.',
    ],
    [
      replaced > 0,
      `${counted(replaced, 'impression')} of these rules in the log ${were(replaced)} left out, as the replay has its own.`,
    ],
    [
      joined > 0,
      `${counted(joined, 'device')} turned out to belong to ${joined === 1 ? 'a user who was' : 'users who were'} known: what was done there before counts for another person.`,
    ],
    [
      leftOut > 0,
      `${counted(leftOut, 'event')} ${were(leftOut)} left out, as there are more than ${mostPeople} people: raise --people.`,
    ],
    [
      late > 0,
      `${counted(late, 'event')} came after newer ones of the same person, and ${were(late)} seen at the time of those.`,
    ],
    [repeated > 0, `${counted(repeated, 'event')} came twice and counted once.`],
    [nobody > 0, `${counted(nobody, 'event')} named nobody, and ${were(nobody)} left out.`],
    [broken > 0, `${broken} of ${read} lines could not be read.`],
  ];
  return notes.filter(([isSo]) => isSo).map(([, note]) => note);
}

function were(number: number): string {
  return number === 1 ? 'was' : 'were';
}

const PERMITTED: Readonly<Record<Permissions['kind'], (permissions: Permissions) => string>> = {
  all: () => 'All that the rules ask for was permitted.',
  logged: () =>
    'Permitted was what the events of each person say (context.kindred), from the moment on at which they say it.',
  some: (permissions) => {
    const grants = permissions.kind === 'some' ? [...permissions.grants] : [];
    return `Permitted was for everybody: ${grants.map(([purpose, degree]) => `${purpose} (${degree})`).join(', ')}.`;
  },
};

const IMPRESSIONS_OF: Readonly<Record<ImpressionSource, string>> = {
  pages: 'What was shown on a view of a page counted as one impression of it.',
  events: 'What was shown at an event counted as one impression of it.',
  logged: 'Impressions are those of the log.',
};
