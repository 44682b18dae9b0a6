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

export function createFollower(options: FollowerOptions): Follower {
  const link = createCollectorLink(options);
  const { start, follow, ...withdrawals } = createWithdrawals({ ...options, link });
  const tell = () => {
    if (options.consent.isOwnWord()) void link.deposit();
  };
  return {
    ...withdrawals,
    link,
    start() {
      start();
      tell();
    },
    follow() {
      // The proof of an erasure is a deposit as well: it comes first.
      follow();
      tell();
    },
  };
}
