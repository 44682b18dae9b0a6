import type { Consent } from '../consent/index.ts';
import type { Belongings, Clock, Residue, Sweeper, Timers } from '../core/index.ts';
import type { CollectorErasure, CollectorLink } from './collector-link.ts';

/** What became of a withdrawal: looked up, not assumed. */
export interface WithdrawalReport {
  /** The purposes that ended. */
  readonly purposes: readonly string[];
  /** Until everything in this browser was removed and looked at again. */
  readonly durationMs: number;
  /** What is still in this browser, although it should be gone. */
  readonly residue: readonly Residue[];
  /** What the collector did; unknown until it has answered. */
  readonly collector: CollectorErasure;
}

/** Follows the person's choices, and cleans up behind each permission that ends. */
export interface Withdrawals {
  start(): () => void;
  /** Sweeps now, whatever is granted: nothing of ours and of our purposes stays. */
  sweepAll(): Promise<WithdrawalReport>;
  /** The report on what has just been withdrawn; `undefined` when nothing was. */
  latest(): Promise<WithdrawalReport> | undefined;
}

/** What cleaning up needs. */
export interface WithdrawalsOptions {
  readonly consent: Pick<Consent, 'purposes' | 'check' | 'onChange'>;
  readonly sweeper: Sweeper;
  readonly link: Pick<CollectorLink, 'erase'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: { warn(message: string, cause?: unknown): void };
  /** The ids that the collector may know this person by. */
  readonly ids: () => readonly string[];
}

/** What kindred itself keeps with permission; the choice itself is removed by whoever keeps it. */
const OWN: Belongings = {
  cookies: ['kindred_id', 'kindred_consent'],
  localStorage: ['kindred.*'],
  databases: ['kindred'],
};

const RETRY_MS = [5_000, 30_000, 120_000, 600_000];

export function createWithdrawals({
  consent,
  sweeper,
  link,
  clock,
  timers,
  logger,
  ids,
}: WithdrawalsOptions): Withdrawals {
  let latest: Promise<WithdrawalReport> | undefined;
  let allowed: ReadonlySet<string> = new Set();

  const lookUp = () => {
    const open = consent.purposes.filter(({ id }) => {
      const { allow, why } = consent.check({ purpose: id });
      // A pause ends nothing.
      return allow || (why === 'paused' && allowed.has(id));
    });
    return new Set(open.map(({ id }) => id));
  };

  const cleanUp = async (purposes: readonly string[], everything: boolean): Promise<WithdrawalReport> => {
    const began = clock.now();
    const telling = tell(everything, RETRY_MS);
    const ended = consent.purposes.filter(({ id }) => purposes.includes(id));
    const isForgotten = everything || !allowed.has('storage');
    const swept = await Promise.all(
      [...ended.map(({ keeps }) => keeps), ...(isForgotten ? [OWN] : [])].map((one) => sweeper.sweep(one)),
    );
    const residue = swept.flat();
    const durationMs = clock.now() - began;
    if (residue.length > 0) logger.warn(`${residue.length} things could not be removed.`);
    return { purposes, durationMs, residue, collector: await telling };
  };

  /** Asks again while this page lives: nothing is kept here that could ask later. */
  const tell = async (everything: boolean, [delayMs, ...later]: readonly number[]): Promise<CollectorErasure> => {
    const answer = await link.erase(ids(), everything);
    if (answer.kind !== 'not-told' || delayMs === undefined) return answer;
    // What the collector refuses it will refuse again.
    const isHopeless = answer.status !== undefined && answer.status < 500 && answer.status !== 429;
    if (!isHopeless) timers.after(delayMs, () => void tell(everything, later));
    return answer;
  };

  const follow = () => {
    const now = lookUp();
    const ended = [...allowed].filter((id) => !now.has(id));
    allowed = now;
    if (ended.length > 0) latest = cleanUp(ended, false);
  };

  return {
    start() {
      allowed = lookUp();
      return consent.onChange(follow);
    },
    sweepAll() {
      latest = cleanUp(
        consent.purposes.map(({ id }) => id),
        true,
      );
      return latest;
    },
    latest: () => latest,
  };
}
