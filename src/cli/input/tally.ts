/** Why a row was left out, in the order in which it is asked. */
const SKIP_REASONS = [
  'other-event',
  'no-user',
  'no-item',
  'no-time',
  'before-from',
  'not-before-until',
  'where',
  'weight-not-positive',
] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** A line that could not be read. */
interface BrokenLine {
  readonly input: string;
  readonly line: number;
  readonly why: string;
}

/** What became of the rows: `read` is the sum of `kept`, all `skipped` and `broken`. */
export interface Tally {
  readonly read: number;
  readonly kept: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly broken: number;
  /** The first few broken lines. */
  readonly firstBroken: readonly BrokenLine[];
}

/** Counts rows while they are read. */
export interface TallyCounter {
  keep(): void;
  skip(reason: SkipReason): void;
  addBroken(line: BrokenLine): void;
  tally(): Tally;
}

const SHOWN_BROKEN_LINES = 5;

export function createTally(): TallyCounter {
  const skipped: Partial<Record<SkipReason, number>> = {};
  const firstBroken: BrokenLine[] = [];
  let kept = 0;
  let broken = 0;
  return {
    keep() {
      kept++;
    },
    skip(reason) {
      skipped[reason] = (skipped[reason] ?? 0) + 1;
    },
    addBroken(line) {
      broken++;
      if (firstBroken.length < SHOWN_BROKEN_LINES) firstBroken.push(line);
    },
    tally() {
      const left = SKIP_REASONS.reduce((sum, reason) => sum + (skipped[reason] ?? 0), 0);
      return { read: kept + left + broken, kept, skipped: { ...skipped }, broken, firstBroken: [...firstBroken] };
    },
  };
}
