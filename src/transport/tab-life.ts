import type { Locks } from '../core/index.ts';

/** The locks that tell other tabs that this one lives. A tab's lock ends with it, also in a crash. */
export interface TabLife {
  /** Whether the lock of that tab was free; it is then held here, until `release`. */
  hold(tab: string): Promise<boolean>;
  /** Releases every lock. A page that holds one cannot enter the back/forward cache. */
  release(): void;
}

/** Without locks, every hold succeeds. */
export function createTabLife(locks: Locks | undefined): TabLife {
  let releases: (() => void)[] = [];
  let epoch = 0;
  return {
    async hold(tab) {
      const since = epoch;
      const free = () => {};
      const release = locks ? await locks.tryHold(`kindred-outbox:${tab}`).catch(() => free) : free;
      if (release && since === epoch) releases.push(release);
      else release?.();
      return release !== undefined;
    },
    release() {
      epoch++;
      for (const release of releases) release();
      releases = [];
    },
  };
}
