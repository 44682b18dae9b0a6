// The code that pages load once something is granted: what cleans up behind a permission that ends, and tells the collector.
import type { Consent } from '../consent/index.ts';
import { type CollectorLink, type CollectorLinkOptions, createCollectorLink } from './collector-link.ts';
import { createWithdrawals, type Withdrawals, type WithdrawalsOptions } from './withdrawals.ts';

export { createSweeper } from '../storage/sweeper.ts';

/** What the code is made of. */
export interface FollowerOptions extends CollectorLinkOptions, Omit<WithdrawalsOptions, 'consent' | 'link'> {
  readonly consent: CollectorLinkOptions['consent'] & WithdrawalsOptions['consent'] & Pick<Consent, 'ready' | 'state'>;
}

/** Follows the person's choices behind the gate. */
export interface Follower extends Omit<Withdrawals, 'start'> {
  readonly link: CollectorLink;
  /** Begins with what has ended before. */
  start(): void;
}

/** A word is new for so long: who goes on is on the next page by then. */
const JUST_MS = 300_000;

export function createFollower(options: FollowerOptions): Follower {
  const { consent, clock } = options;
  const link = createCollectorLink(options);
  const { start, follow, ...withdrawals } = createWithdrawals({ ...options, link });
  return {
    ...withdrawals,
    link,
    start() {
      start();
      // Who says yes and goes on at once may have left before this code was there: the next page deposits what was just said.
      const isNew = consent.ledger().events.some(({ at }) => at > clock.now() - JUST_MS);
      if (isNew || consent.isOwnWord()) void link.deposit();
    },
    follow() {
      // The proof of an erasure is a deposit as well: it comes first.
      follow();
      if (consent.isOwnWord()) void link.deposit();
    },
  };
}
