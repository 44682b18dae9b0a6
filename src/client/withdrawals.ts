import type { Consent } from '../consent/index.ts';
import type { Belongings, Clock, Logger, Residue, Sweeper, Timers } from '../core/index.ts';
import type { CollectorErasure, CollectorLink } from './collector-link.ts';

/** What became of a withdrawal: looked up, not assumed. */
export interface WithdrawalReport {
  /** The purposes that ended, for the shop or for somebody else. */
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
  /** Cleans up behind what has ended before. */
  start(): void;
  /** Cleans up behind what ends now. */
  follow(): void;
  /** Sweeps now, whatever is granted: nothing of ours and of our purposes stays. */
  sweepAll(): Promise<WithdrawalReport>;
  /** The report on what has just been withdrawn; `undefined` when nothing was. */
  latest(): Promise<WithdrawalReport> | undefined;
}

/** What cleaning up needs. */
export interface WithdrawalsOptions {
  readonly consent: Pick<Consent, 'source' | 'policy' | 'purposes' | 'check' | 'isOwnWord' | 'ledger' | 'onChange'>;
  /** Hears each report when it is there. */
  readonly report: (report: WithdrawalReport) => void;
  readonly sweeper: Sweeper;
  readonly link: Pick<CollectorLink, 'erase' | 'mayBeKnown'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Settles when the stores behind the gate are erased. */
  readonly settled: () => Promise<void>;
  /** What of our own is still there although its permission has ended. */
  readonly leftovers: () => Promise<readonly Residue[]>;
}

/** What kindred itself keeps with permission; the choice itself is removed by whoever keeps it. */
const OWN: Belongings = {
  cookies: ['kindred_id', 'kindred_consent'],
  localStorage: ['kindred.*'],
  databases: ['kindred'],
};

/** What a lower degree ends as well: all that was known under a number. */
const IDS: Belongings = { cookies: ['kindred_id', 'kindred_consent'] };

const RETRY_MS = [5_000, 30_000, 120_000, 600_000];

const PSEUDONYMS = 'somebody';

export function createWithdrawals({
  consent,
  sweeper,
  link,
  clock,
  timers,
  logger,
  settled,
  leftovers,
  report: tellReport,
}: WithdrawalsOptions): Withdrawals {
  let latest: Promise<WithdrawalReport> | undefined;
  /** Purpose and party of all that is allowed. */
  let allowed: ReadonlyMap<string, string> = new Map();

  const lookUp = (): ReadonlyMap<string, string> => {
    const parties = [consent.source, ...consent.policy.parties.map(({ id }) => id)];
    const open = consent.purposes.flatMap(({ id: purpose }) => {
      const holders = parties.filter((party) => isOpen(consent.check({ purpose, party })));
      return holders.map((party) => [`${purpose} ${party}`, purpose] as const);
    });
    const isSomebody = isOpen(consent.check({ purpose: 'analytics', degree: 'pseudonymous' }));
    return new Map([...open, ...(isSomebody ? [[PSEUDONYMS, PSEUDONYMS] as const] : [])]);
  };

  const cleanUp = async (
    purposes: readonly string[],
    everything: boolean,
    untold: readonly string[] = purposes,
  ): Promise<WithdrawalReport> => {
    const began = clock.now();
    const stays = [...allowed.values()];
    const isEnded = (purpose: string) => everything || (purposes.includes(purpose) && !stays.includes(purpose));
    const concernsCollector = everything || untold.includes('analytics') || untold.includes(PSEUDONYMS);
    const isOurs = everything || consent.isOwnWord() || consent.check({ purpose: 'analytics' }).why === 'expired';
    const kind = concernsCollector ? 'told-elsewhere' : 'nothing-stored';
    const telling = concernsCollector && isOurs ? tell(everything, RETRY_MS) : Promise.resolve({ kind } as const);
    const belongings = [
      ...consent.purposes.filter(({ id }) => isEnded(id)).map(({ keeps }) => keeps),
      ...(isEnded('storage') ? [OWN] : []),
      ...(isEnded(PSEUDONYMS) ? [IDS] : []),
    ];
    const swept = await Promise.all(belongings.map((one) => sweeper.sweep(one)));
    await settled();
    const residue = [...swept.flat(), ...(await leftovers())];
    const durationMs = clock.now() - began;
    if (residue.length > 0) logger.warn(`${residue.length} things could not be removed.`);
    const named = [...new Set(purposes)].filter((purpose) => purpose !== PSEUDONYMS);
    const report = { purposes: named, durationMs, residue, collector: await telling };
    tellReport(report);
    return report;
  };

  /** Asks again while this page lives: nothing is kept here that could ask later. */
  const tell = async (everything: boolean, [delayMs, ...later]: readonly number[]): Promise<CollectorErasure> => {
    const answer = await link.erase(everything);
    if (answer.kind !== 'not-told' || delayMs === undefined) return answer;
    // What the collector refuses it will refuse again.
    const isHopeless = answer.status !== undefined && answer.status < 500 && answer.status !== 429;
    if (!isHopeless) timers.after(delayMs, () => void tell(everything, later));
    return answer;
  };

  const follow = (): void => {
    const before = allowed;
    allowed = lookUp();
    const ended = [...before].flatMap(([key, purpose]) => (allowed.has(key) ? [] : purpose));
    if (ended.length > 0) latest = cleanUp(ended, false);
  };

  return {
    start() {
      // What ended while nobody was here is cleaned up now: whatever the ledger speaks of counts as having been allowed.
      const spoken = consent.ledger().events.flatMap(({ changes }) => changes);
      const granted = spoken.flatMap(({ decision, purpose }) => (decision === 'granted' ? purpose : []));
      allowed = lookUp();
      const stays = [...allowed.values()];
      // What was said on this page before the code for it was there is told now.
      const isFresh = consent.isOwnWord();
      const known = isFresh && link.mayBeKnown() ? [PSEUDONYMS] : [];
      const over = [...new Set([...granted, ...known])].filter((purpose) => !stays.includes(purpose));
      // An earlier word of the person was told when it was said; nobody has told of a permission that has expired.
      const isUntold = isFresh || consent.check({ purpose: 'analytics' }).why === 'expired';
      const untold = over.filter((purpose) => purpose !== 'analytics' || isUntold);
      const cleaned = over.length > 0 ? cleanUp(over, false, untold) : undefined;
      if (isFresh) latest = cleaned;
    },
    follow,
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

/** A pause ends nothing, nor does what is still to be recorded. */
function isOpen({ allow, why }: { readonly allow: boolean; readonly why: string }): boolean {
  return allow || why === 'paused' || why === 'unrecorded';
}
