import type { Locks } from '../core/index.ts';

/** The locks that tell other tabs that this one lives. They end with it, also in a crash. */
export interface TabLife {
  /** Whether the lock of that tab was free; it is then held here until `end`. */
  hold(tab: string): Promise<boolean>;
  /** Releases every lock; what is asked for later is not held. A page that holds a lock cannot enter the back/forward cache. */
  end(): void;
}

/** Without locks, every hold succeeds. */
export function createTabLife(locks: Locks | undefined): TabLife {
  let releases: (() => void)[] | undefined = [];
  const free = () => {};
  return {
    async hold(tab) {
      const release = releases && (locks ? await locks.tryHold(`kindred-outbox:${tab}`).catch(() => free) : free);
      if (release && releases) return releases.push(release) > 0;
      release?.();
      return false;
    },
    end() {
      for (const release of releases ?? []) release();
      releases = undefined;
    },
  };
}
