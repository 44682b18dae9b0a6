import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryTextStore } from '../../src/storage/index.ts';
import { fakeTime, seededRandom } from '../../src/testing/index.ts';
import { createOutbox, type Locks, type Outbox, type SendOutcome, type TextStore } from '../../src/transport/index.ts';
import { event, idsOf, settled } from './fakes.ts';

type Answer = 'delivered' | 'lost' | 'answer lost' | 'slow down' | 'never' | 'wrong address';

/** Keeps one event per id, as every collector does, refuses what is bad, and loses what the test wants lost. */
function fakeCollector(answers: readonly Answer[]) {
  const received = new Set<string>();
  const refused = new Set<string>();
  let requests = 0;
  const answer = (ids: readonly string[]): SendOutcome | undefined => {
    const kind = answers[requests++] ?? 'delivered';
    if (kind === 'never') return undefined;
    if (kind === 'lost') return { kind: 'failed' };
    if (kind === 'slow down') return { kind: 'failed', retryAfterMs: 5000 };
    const isWrong = kind === 'wrong address';
    if (isWrong || ids.some((id) => id.includes('bad'))) {
      if (isWrong || ids.length === 1) for (const id of ids) refused.add(id);
      return { kind: 'refused', status: isWrong ? 404 : 400 };
    }
    for (const id of ids) received.add(id);
    return kind === 'answer lost' ? { kind: 'failed' } : { kind: 'delivered' };
  };
  return { received, refused, answer };
}

interface World {
  readonly journal: TextStore;
  readonly time: ReturnType<typeof fakeTime>;
  readonly collector: ReturnType<typeof fakeCollector>;
  readonly held: Set<string>;
  readonly hasLocks: boolean;
}

/** One life of a tab. After `crash` nothing of it runs any more, and its locks are free. */
function openTab({ journal, time, collector, held, hasLocks }: World, seed: number) {
  let isAlive = true;
  const own = new Set<string>();
  const listeners = new Set<() => void>();
  const locks: Locks = {
    async tryHold(name) {
      if (!isAlive) return new Promise(() => {});
      if (held.has(name)) return undefined;
      held.add(name);
      own.add(name);
      return () => void (own.delete(name) && held.delete(name));
    },
  };
  const outbox: Outbox = createOutbox({
    clock: time,
    random: seededRandom(seed),
    timers: { after: (delayMs, run) => time.timers.after(delayMs, () => isAlive && run()) },
    report: () => {},
    journal,
    ...(hasLocks && { locks }),
    lifecycle: {
      onHide(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    sender: {
      name: 'fake',
      send: (body) =>
        new Promise((resolve) => {
          const outcome = isAlive && collector.answer(idsOf(body));
          if (outcome) resolve(outcome);
        }),
    },
  });
  outbox.start();
  return {
    outbox,
    hide: () => listeners.forEach((listener) => void listener()),
    crash() {
      isAlive = false;
      for (const name of own) held.delete(name);
      own.clear();
    },
  };
}

const answer = fc.constantFrom<Answer>('delivered', 'lost', 'answer lost', 'slow down', 'never', 'wrong address');
const step = fc.record({
  tab: fc.nat(1),
  action: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), count: fc.integer({ min: 1, max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('put bad' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('flush', 'hide', 'crash', 'restart', 'tick') }) },
  ),
});

test('every event arrives at least once, and once after deduplication by messageId', async () => {
  const law = fc.asyncProperty(
    fc.array(step, { maxLength: 25 }),
    fc.array(answer, { maxLength: 25 }),
    fc.boolean(),
    fc.boolean(),
    async (steps, answers, hasLocks, hasOneSeed) => {
      const collector = fakeCollector(answers);
      const world: World = { journal: memoryTextStore(), time: fakeTime(0), collector, held: new Set(), hasLocks };
      let seed = 0;
      const open = () => openTab(world, hasOneSeed ? 7 : seed++);
      const tabs = [open(), open()];
      const put: string[] = [];
      const putOne = (tab: number, kind: string) => {
        const id = `${kind}-${put.length}`;
        put.push(`m${id}`);
        tabs[tab]?.outbox.put(event(id));
      };
      for (const { tab, action } of steps) {
        const current = tabs[tab];
        if (action.kind === 'put') for (let n = 0; n < action.count; n++) putOne(tab, 'good');
        else if (action.kind === 'put bad') putOne(tab, 'bad');
        else if (action.kind === 'wait') world.time.advance(action.ms);
        else if (action.kind === 'flush') void current?.outbox.flush();
        else if (action.kind === 'hide') current?.hide();
        else if (action.kind === 'tick') await settled();
        else if (action.kind === 'crash') {
          current?.crash();
          tabs[tab] = open();
        } else {
          current?.outbox.start()();
          current?.outbox.start();
        }
      }
      // Both tabs end; the visitor comes back later, and from now on the collector answers everything.
      for (const { crash } of tabs) crash();
      answers.length = 0;
      const last = open();
      for (let n = 0; n < 20 && (n < 3 || last.outbox.size() > 0); n++) {
        await settled();
        world.time.advance(60_000);
        await settled();
      }
      const settledIds = [...collector.received, ...collector.refused];
      // None lost, none invented; what was given up was refused by the collector.
      expect(new Set(settledIds)).toEqual(new Set(put));
      for (const id of put) {
        if (id.includes('bad')) expect(collector.received.has(id)).toBe(false);
      }
      expect(world.journal.keys()).toEqual([]);
    },
  );
  await fc.assert(law, { numRuns: 150 });
}, 60_000);
