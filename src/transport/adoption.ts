import type { Clock } from '../core/index.ts';
import type { Entry } from './entry.ts';
import { type Journal, readKey } from './journal.ts';
import type { TabLife } from './tab-life.ts';

/** Where locks cannot tell whether a tab lives, an entry that is older than this counts as left behind. */
export const GRACE_MS: number = 10_000;

/** Who adopts, and what happens to what was found. */
export interface Adopter {
  readonly journal: Journal;
  readonly life: TabLife;
  readonly clock: Clock;
  accept(entry: Entry): void;
  /** Called when entries are too young to tell: ask again after {@link GRACE_MS}. */
  postpone(): void;
}

/**
 * Takes over what ended tabs left, under the same keys and ids. Their locks are then held here, so that of several tabs one
 * adopts. Without locks a live tab's entry may be adopted: it is then sent twice under one id.
 */
export async function adoptOrphans(tab: string, { journal, life, clock, accept, postpone }: Adopter): Promise<void> {
  const ended = new Set((await life.hold(tab)) ? [tab] : []);
  // A lock that is granted twice is none: this browser has no Web Locks.
  const hasLocks = !(await life.hold(tab));
  for (const other of new Set(journal.orphans().map((key) => readKey(key).tab))) {
    if (await life.hold(other)) ended.add(other);
  }
  let hasYoung = false;
  // Listed again: what a tab wrote last may have come while its lock was awaited.
  for (const key of journal.orphans()) {
    const { tab: owner, timeMs } = readKey(key);
    const isYoung = !hasLocks && Math.abs(clock.now() - timeMs) < GRACE_MS;
    hasYoung ||= isYoung;
    const found = isYoung || !ended.has(owner) ? undefined : journal.take(key);
    if (found) accept(found);
  }
  if (hasYoung) postpone();
}
