import { describe, expect, test } from 'vitest';
import { memoryTextStore } from '../../src/storage/index.ts';
import type { Locks, TextStore } from '../../src/transport/index.ts';
import { event, fakeSender, type Rig, rig, settled } from './fakes.ts';

/** Locks as a browser has them: one owner each, and all of a tab's are free when it ends. */
function browserLocks(): { tab(): { readonly locks: Locks; end(): void } } {
  const held = new Set<string>();
  return {
    tab() {
      const own = new Set<string>();
      const release = (name: string) => own.delete(name) && held.delete(name);
      return {
        end: () => own.forEach(release),
        locks: {
          async tryHold(name) {
            if (held.has(name)) return undefined;
            held.add(name);
            own.add(name);
            return () => void release(name);
          },
        },
      };
    },
  };
}

/** A tab that could send nothing. */
async function openTab(journal: TextStore, locks: Locks | undefined, seed: number, put: number): Promise<Rig> {
  const sender = fakeSender(() => ({ kind: 'failed' }));
  const tab = rig({ journal, sender, seed, ...(locks && { locks }) });
  tab.outbox.start();
  await settled();
  for (let n = 0; n < put; n++) tab.outbox.put(event(`${seed}-${n}`));
  return tab;
}

describe('with Web Locks', () => {
  test('what a tab left when it ended is adopted at once, under the same ids', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    const first = browser.tab();
    await openTab(journal, first.locks, 1, 3);
    first.end();
    const sender = fakeSender();
    const { outbox, clock } = rig({ journal, sender, seed: 2, locks: browser.tab().locks });
    outbox.start();
    await settled();
    expect(outbox.size()).toBe(3);
    clock.advance(1000);
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1-0', 'm1-1', 'm1-2']]);
    expect(journal.keys()).toEqual([]);
  });

  test("a live tab's events are left to it", async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    await openTab(journal, browser.tab().locks, 1, 3);
    const { outbox, clock } = rig({ journal, seed: 2, locks: browser.tab().locks });
    outbox.start();
    clock.advance(60_000);
    await settled();
    expect([outbox.size(), journal.keys().length]).toEqual([0, 3]);
  });

  test('of several new tabs one adopts', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    const first = browser.tab();
    await openTab(journal, first.locks, 1, 3);
    first.end();
    const others = [2, 3, 4].map((seed) => rig({ journal, seed, locks: browser.tab().locks }));
    for (const { outbox } of others) outbox.start();
    await settled();
    expect(others.map(({ outbox }) => outbox.size()).sort()).toEqual([0, 0, 3]);
  });

  test('what an adopting tab leaves when it ends is adopted again', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    for (const seed of [1, 2, 3]) {
      const tab = browser.tab();
      await openTab(journal, tab.locks, seed, 1);
      tab.end();
    }
    const sender = fakeSender();
    const { outbox } = rig({ journal, sender, seed: 4, locks: browser.tab().locks });
    outbox.start();
    await settled();
    await outbox.flush();
    expect(sender.sent.flatMap(({ ids }) => ids).sort()).toEqual(['m1-0', 'm2-0', 'm3-0']);
  });

  test('a page that comes back with the same seed adopts its own events and overwrites none', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    const first = browser.tab();
    await openTab(journal, first.locks, 1, 2);
    first.end();
    const sender = fakeSender();
    const { outbox } = rig({ journal, sender, seed: 1, locks: browser.tab().locks });
    outbox.put(event('new'));
    outbox.start();
    await settled();
    await outbox.flush();
    expect(sender.sent.flatMap(({ ids }) => ids).sort()).toEqual(['m1-0', 'm1-1', 'mnew']);
  });

  test('a hidden page holds no lock, so that it may enter the back/forward cache, and takes it again with the next event', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    const tab = await openTab(journal, browser.tab().locks, 1, 1);
    const name = `kindred-outbox:${journal.keys()[0]?.split('/')[1]}`;
    const probe = browser.tab();
    expect(await probe.locks.tryHold(name)).toBeUndefined();
    tab.lifecycle.hide();
    const release = await probe.locks.tryHold(name);
    expect(release).toBeDefined();
    release?.();
    tab.outbox.put(event('later'));
    await settled();
    expect(await probe.locks.tryHold(name)).toBeUndefined();
  });

  test('when an outage ends, what tabs left during it is adopted too', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    let isDown = true;
    const sender = fakeSender(() => (isDown ? { kind: 'failed' } : { kind: 'delivered' }));
    const { outbox } = rig({ journal, sender, seed: 2, locks: browser.tab().locks });
    outbox.start();
    await settled();
    outbox.put(event('ours'));
    await outbox.flush();
    const other = browser.tab();
    await openTab(journal, other.locks, 1, 1);
    other.end();
    isDown = false;
    await outbox.flush();
    await settled();
    await outbox.flush();
    expect(sender.sent.flatMap(({ ids }) => ids)).toContain('m1-0');
    expect(journal.keys()).toEqual([]);
  });

  test('adopted events keep the context of the page that they happened on', async () => {
    const [browser, journal] = [browserLocks(), memoryTextStore()];
    const tab = browser.tab();
    const before = rig({ journal, locks: tab.locks, context: { locale: 'de' } });
    before.outbox.put(event(1));
    tab.end();
    const sender = fakeSender();
    const { outbox } = rig({ journal, sender, seed: 2, locks: browser.tab().locks, context: { locale: 'fr' } });
    outbox.start();
    await settled();
    outbox.put(event(2));
    await outbox.flush();
    const bodies = sender.sent.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ batch, context }) => [batch.length, context.locale])).toEqual([
      [1, 'de'],
      [1, 'fr'],
    ]);
  });

  test('locks that fail are no reason to lose events', async () => {
    const journal = memoryTextStore();
    const locks: Locks = { tryHold: () => Promise.reject(new DOMException('No', 'SecurityError')) };
    await openTab(journal, locks, 1, 1);
    const { outbox, clock } = rig({ journal, seed: 2, locks });
    outbox.start();
    await settled();
    clock.advance(10_000);
    await settled();
    expect(outbox.size()).toBe(1);
  });
});

describe.each([
  ['without locks', undefined],
  ['with locks that are always granted', { tryHold: async () => () => {} }],
])('%s', (_, locks) => {
  test('an entry is adopted when it is ten seconds old', async () => {
    const journal = memoryTextStore();
    await openTab(journal, locks, 1, 1);
    const sender = fakeSender();
    const { outbox, clock } = rig({ journal, sender, seed: 2, ...(locks && { locks }) });
    clock.advance(4000);
    const stop = outbox.start();
    await settled();
    expect(outbox.size()).toBe(0);
    clock.advance(10_000);
    await settled();
    expect(outbox.size()).toBe(1);
    clock.advance(1000);
    await settled();
    expect(sender.sent.map(({ ids }) => ids)).toEqual([['m1-0']]);
    stop();
    expect(clock.pending()).toBe(0);
  });

  test('an older entry is adopted at once, and one from the future too', async () => {
    const journal = memoryTextStore();
    await openTab(journal, locks, 1, 1);
    for (const shift of [10_000, -86_400_000]) {
      const { outbox, clock } = rig({ journal, seed: 2, ...(locks && { locks }) });
      clock.jumpTo(clock.now() + shift);
      outbox.start();
      await settled();
      expect(outbox.size()).toBe(1);
    }
  });

  test('a young entry is left alone when the outbox is stopped or cleared before', async () => {
    const journal = memoryTextStore();
    await openTab(journal, locks, 1, 1);
    const { outbox, clock } = rig({ journal, seed: 2, ...(locks && { locks }) });
    const stop = outbox.start();
    await settled();
    expect(clock.pending()).toBe(1);
    stop();
    expect(clock.pending()).toBe(0);
    outbox.start();
    await settled();
    outbox.clear();
    expect([clock.pending(), journal.keys()]).toEqual([0, []]);
  });
});

test('forged and corrupt entries are discarded and counted, and nothing of them is sent', async () => {
  const good = JSON.stringify(event('good'));
  const forged: readonly string[] = [
    '',
    '{"broken',
    'null',
    '[]',
    '"text"',
    '{}',
    good.replace('"mgood"', '""'),
    good.replace('"mgood"', '5'),
    good.replace('"mgood"', `"${'x'.repeat(129)}"`),
    good.replace('"track"', '"delete"'),
    good.replace('"2026-01-01T00:00:00.000Z"', 'null'),
    `${good}\n[]`,
    `${good}\n{"a":1}\n{}`,
    `${good}],"batch":[${good}`,
    `${good}\n{"a":1},"batch":[]`,
    good.replace('oolong-1', 'x'.repeat(40_000)),
  ];
  const journal = memoryTextStore();
  for (const [n, text] of forged.entries()) journal.set(`outbox/dead/0.${n}`, text);
  journal.set('outbox/', 'x');
  journal.set('outbox/__proto__/constructor', 'x');
  journal.set('outbox/dead/0.good', good);
  journal.set('outbox', 'not ours');
  const sender = fakeSender();
  const { outbox, locks } = rig({ journal, sender });
  const withLocks = rig({ journal, sender, seed: 3, locks });
  withLocks.outbox.start();
  await settled();
  await withLocks.outbox.flush();
  expect(sender.sent.map(({ ids }) => ids)).toEqual([['mgood']]);
  expect(withLocks.outbox.dropped().corrupt).toBe(forged.length + 2);
  expect(withLocks.reported).toHaveLength(1);
  expect(journal.keys()).toEqual(['outbox']);
  outbox.start();
});
