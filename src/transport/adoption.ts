import type { Entry } from './entry.ts';
import type { Journal } from './journal.ts';
import type { TabLife } from './tab-life.ts';

/** Where locks cannot tell whether a tab lives, an entry that is older than this counts as left behind. */
export const GRACE_MS: number = 10_000;

/** Who adopts, and what happens to what was found. */
export interface Adopter {
  readonly tab: string;
  readonly journal: Journal;
  readonly life: TabLife;
  now(): number;
  accept(key: string, found: Entry | 'corrupt'): void;
  /** Called when entries are too young to tell; ask again after {@link GRACE_MS}. */
  postpone(): void;
}

/**
 * Takes over what tabs left whose lock is free, under the same keys and ids; their locks are then held here, so that of
 * several tabs one adopts. A live tab's entry may be adopted where there are no locks: it is then sent twice under one id.
 */
export async function adoptOrphans({ tab, journal, life, now, accept, postpone }: Adopter): Promise<void> {
  await life.hold(tab);
  // A lock that is granted twice is none: this browser has no Web Locks.
  const hasLocks = !(await life.hold(tab));
  const ended = new Set<string>();
  for (const other of new Set(journal.orphans().map((orphan) => orphan.tab))) {
    if (await life.hold(other)) ended.add(other);
  }
  let hasYoung = false;
  // Read again: what a tab wrote last may have come while its lock was awaited.
  for (const orphan of journal.orphans()) {
    const isYoung = !hasLocks && Math.abs(now() - orphan.timeMs) < GRACE_MS;
    hasYoung ||= isYoung;
    if (isYoung || !ended.has(orphan.tab)) continue;
    const found = journal.read(orphan.key);
    if (found) accept(orphan.key, found);
  }
  if (hasYoung) postpone();
}
