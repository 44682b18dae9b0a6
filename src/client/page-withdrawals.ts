import { createEmitter, KindredError } from '../core/at-once.ts';
import { askAgain } from './ask-again.ts';
import type { CollectorLink } from './collector-link.ts';
import type { Follower, FollowerOptions } from './withdrawal.ts';
import type { WithdrawalReport } from './withdrawals.ts';

/**
 * Withdrawals, whose code is loaded as soon as something is granted, and on pages where something was: it is there when that is taken back, also
 * without a network. What kindred itself keeps the gate erases, which needs none of it.
 */
export interface PageWithdrawals {
  start(): () => void;
  /** Settles when code that is on its way has come, or could not. */
  ready(): Promise<void>;
  /** The report on what has just been withdrawn; `undefined` when nothing was. */
  latest(): Promise<WithdrawalReport> | undefined;
  /** The report that came after another; `undefined` when there is none. Rejects with `unavailable` where the code could not be loaded. */
  since(before: Promise<WithdrawalReport> | undefined): Promise<WithdrawalReport | undefined>;
  /** Sweeps whatever is granted. Rejects with `unavailable` where the code could not be loaded. */
  sweepAll(): Promise<WithdrawalReport>;
  /** The way to the collector. Rejects with `unavailable` where the code could not be loaded. */
  link(): Promise<CollectorLink>;
  /** Tells each report when it is there; returns the unsubscribe. */
  onReport(listener: (report: WithdrawalReport) => void): () => void;
}

export function createPageWithdrawals(
  options: Omit<FollowerOptions, 'report'>,
  loadCode: () => Promise<Pick<typeof import('./withdrawal.ts'), 'createFollower'>> = () => import('./withdrawal.ts'),
): PageWithdrawals {
  const { consent, logger, timers } = options;
  const reported = createEmitter<WithdrawalReport>((error) => logger.error('A listener of withdrawals failed.', error));
  let follower: Follower | undefined;
  let loading: Promise<Follower> | undefined;

  const load = async (): Promise<Follower> => {
    try {
      const [{ createFollower }] = await Promise.all([loadCode(), consent.ready()]);
      follower = createFollower({ ...options, report: reported.emit });
      follower.start();
      return follower;
    } catch (cause) {
      loading = undefined;
      logger.error('Withdrawals are not followed yet.', cause);
      throw new KindredError('unavailable', 'The code of withdrawals could not be loaded. Ask again.', { cause });
    }
  };

  const get = (): Promise<Follower> => {
    loading ??= load();
    return loading;
  };

  /** Whether anything was ever granted: what was taken back before the code came is still to be cleaned up and told. */
  let isNeeded = false;

  const look = async (): Promise<void> => {
    isNeeded ||= consent.state().events.some(({ changes }) => changes.some(({ decision }) => decision === 'granted'));
    if (follower) follower.follow();
    else if (isNeeded) await get();
  };

  return {
    start: () =>
      askAgain(
        look,
        (listener) => {
          listener();
          return consent.onChange(listener);
        },
        timers,
      ),
    ready: async () => void (await loading?.catch(() => undefined)),
    latest: () => follower?.latest(),
    async since(before) {
      const report = isNeeded ? (await get()).latest() : undefined;
      return report === before ? undefined : report;
    },
    sweepAll: async () => (await get()).sweepAll(),
    link: async () => (await get()).link,
    onReport: reported.on,
  };
}
