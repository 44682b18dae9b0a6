import { isFirst, type Person } from './people.ts';
import type { TestedRule } from './rule-file.ts';
import type { Count } from './tallies.ts';

/** One person at one moment who would be shown another thing. */
export interface ChangeSample {
  /** Where the event stands: `events.ndjson:12`. */
  readonly at: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Why it changes, in plain words. */
  readonly why: string;
}

/** What a place shows under one file, and under the other. */
export interface Change extends Count {
  readonly place: string;
  /** Ids of rules; `undefined` for none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly samples: readonly ChangeSample[];
}

/** What would change with the other file. */
export interface Changes {
  /** People for whom anything changes at any moment, and the moments. */
  readonly total: Count;
  readonly changes: readonly Change[];
}

// More kinds of changes than this are counted in the total only.
const MOST_CHANGES = 5000;
const SAMPLES = 2;
const MOST_SAMPLES = 100;

/** Counts while a log goes by. */
export interface ChangeCounter {
  /** `explain` is called for a few. */
  add(before: readonly TestedRule[], after: readonly TestedRule[], person: Person, explain: ExplainChange): void;
  changes(): Changes;
}

type ExplainChange = (from: TestedRule | undefined, to: TestedRule | undefined) => ChangeSample;

interface Counted extends Change {
  readonly mark: number;
  readonly samples: ChangeSample[];
}

/** Counts where two files decide differently; `offset` keeps its marks apart from those of others. */
export function createChangeCounter(offset: number): ChangeCounter {
  const total: Count = { people: 0, moments: 0 };
  const found = new Map<string, Counted>();
  let samples = 0;

  const count = (counts: Count, person: Person, mark: number): boolean => {
    counts.moments++;
    const isNew = isFirst(person, mark);
    if (isNew) counts.people++;
    return isNew;
  };

  const changeOf = (place: string, from: string | undefined, to: string | undefined) => {
    const key = JSON.stringify([place, from, to]);
    const known = found.get(key);
    if (known || found.size >= MOST_CHANGES) return known;
    const made = { place, from, to, people: 0, moments: 0, samples: [], mark: offset + 1 + found.size };
    found.set(key, made);
    return made;
  };

  return {
    add(before, after, person, explain) {
      const places = placesThatDiffer(before, after);
      if (places.length > 0) count(total, person, offset);
      for (const { place, from, to } of places) {
        const change = changeOf(place, from?.id, to?.id);
        if (!change) continue;
        if (count(change, person, change.mark) && change.samples.length < SAMPLES && samples < MOST_SAMPLES) {
          samples++;
          change.samples.push(explain(from, to));
        }
      }
    },
    changes() {
      const sorted = [...found.values()].sort((a, b) => b.people - a.people || b.moments - a.moments);
      return { total, changes: sorted.map(({ mark, ...change }) => change) };
    },
  };
}

interface Difference {
  readonly place: string;
  readonly from: TestedRule | undefined;
  readonly to: TestedRule | undefined;
}

const NO_DIFFERENCE: readonly Difference[] = [];

/** The places that show another thing. Where one file has a place that the other does not know, it shows nothing there. */
function placesThatDiffer(before: readonly TestedRule[], after: readonly TestedRule[]): readonly Difference[] {
  if (before.length === after.length && before.every((rule, index) => isSame(rule, after[index]))) return NO_DIFFERENCE;
  const differences: Difference[] = [];
  for (const from of before) {
    const to = after.find(({ place }) => place === from.place);
    if (!isSame(from, to)) differences.push({ place: from.place, from, to });
  }
  for (const to of after) {
    if (!before.some(({ place }) => place === to.place)) differences.push({ place: to.place, from: undefined, to });
  }
  return differences;
}

function isSame(one: TestedRule, other: TestedRule | undefined): boolean {
  return one.id === other?.id && one.place === other.place;
}
