import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateSessions, sessionsOf, splitSessions } from '../../../src/recommend/evaluate/index.ts';
import { createInteractions } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { interactionsOf } from '../fixtures.ts';

const model = await train(
  interactionsOf([
    ['a', 'tea'],
    ['a', 'pot'],
    ['b', 'tea'],
    ['b', 'pot'],
    ['c', 'pot'],
    ['c', 'cup'],
  ]),
  { algorithm: 'cooccurrence' },
);
const metrics = ['hitRate@1', 'mrr@3'];

describe('evaluateSessions', () => {
  test('Each click but the first is foreseen from those before it, and the policy says what may come back.', async () => {
    const session = [['tea', 'pot', 'tea']];
    // From tea: pot. From tea and pot: tea has 2, pot has 2, cup has 1; the lower index is pot, the current one.
    const current = await evaluateSessions(model, session, { metrics });
    expect(current).toMatchObject({ metrics: { 'hitRate@1': 1, 'mrr@3': 1 }, sessions: 1, steps: 2 });
    const whole = await evaluateSessions(model, session, { metrics, policy: 'exclude-session' });
    expect(whole.metrics).toEqual({ 'hitRate@1': 0.5, 'mrr@3': 0.5 });
    const allowed = await evaluateSessions(model, session, { metrics, policy: 'allow' });
    expect(allowed.metrics).toEqual({ 'hitRate@1': 0.5, 'mrr@3': 0.75 });
    expect([...(allowed.values['mrr@3'] ?? [])]).toEqual([1, 0.5]);
  });

  test('counts a click on what is kept away as missed', async () => {
    const { metrics: found } = await evaluateSessions(model, [['tea', 'tea']], { metrics: ['hitRate@3'] });
    expect(found).toEqual({ 'hitRate@3': 0 });
  });

  test('needs a session of two clicks', async () => {
    await expect(evaluateSessions(model, [['tea'], []])).rejects.toMatchObject({ code: 'empty-input' });
  });

  test('refuses a policy that there is not, and ends with its signal', async () => {
    // @ts-expect-error: what somebody may write in JavaScript
    const unknown = evaluateSessions(model, [['tea', 'pot']], { policy: 'never' });
    await expect(unknown).rejects.toMatchObject({ code: 'invalid-options', at: 'policy' });
    const aborted = evaluateSessions(model, [['tea', 'pot']], { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('sessionsOf', () => {
  test('gives each click in order where they were kept, otherwise the newest of each item', () => {
    const clicks = [
      ['s', 'tea', 1, 10],
      ['s', 'pot', 1, 20],
      ['s', 'tea', 1, 30],
      ['r', 'cup', 1, 5],
    ] as const;
    const builder = createInteractions({ events: true });
    for (const [session, item, weight, timeMs] of clicks) builder.add(session, item, weight, timeMs);
    expect(sessionsOf(builder.build())).toEqual([['cup'], ['tea', 'pot', 'tea']]);
    expect(sessionsOf(interactionsOf(clicks))).toEqual([['cup'], ['pot', 'tea']]);
  });
});

const FOLDER = new URL('../../../../shared/data/serenade-toy/', import.meta.url).pathname;
const isPresent = existsSync(`${FOLDER}train.csv`);
if (!isPresent) console.warn(`SKIPPED: session-next on the toy set of Serenade, because ${FOLDER} is absent.`);

// Data: the toy set of the repository bolcom/serenade, Apache-2.0.
test.skipIf(!isPresent)(
  'session-next gives the known MRR@20 and HR@20 on the toy set of Serenade',
  async () => {
    const read = (file: string) =>
      readFileSync(`${FOLDER}${file}`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line): readonly string[] => line.split(','));
    const builder = createInteractions({ events: true });
    for (const [session = '', item = '', seconds] of read('train.csv')) {
      builder.add(session, item, 1, Number(seconds) * 1000);
    }
    const vmis = await train(builder.build(), { algorithm: 'vmis' });
    // Of one second the order of the file: some sessions have several clicks in one.
    const sessions = new Map<string, string[]>();
    for (const [session = '', item = ''] of read('test.csv').toSorted((a, b) => Number(a[2]) - Number(b[2]))) {
      sessions.set(session, [...(sessions.get(session) ?? []), item]);
    }
    const found = await evaluateSessions(vmis, [...sessions.values()]);
    expect(found.steps).toBe(931);
    expect(Math.abs((found.metrics['mrr@20'] ?? 0) - 0.3376)).toBeLessThan(0.0005);
    expect(Math.abs((found.metrics['hitRate@20'] ?? 0) - 0.6627)).toBeLessThan(0.0005);
  },
  60_000,
);

describe('splitSessions', () => {
  test('Sessions are split whole, and nothing that is trained on came after the moment.', () => {
    const clicks = fc.tuple(fc.nat(12), fc.nat(8), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(clicks, { minLength: 30, maxLength: 80 }), fc.integer({ min: 5, max: 55 }), (rows, atMs) => {
        const builder = createInteractions({ events: true });
        for (const [session, item, at] of rows) builder.add(`s${session}`, `i${item}`, 1, at);
        const all = builder.build();
        const newest = new Map<string, number>();
        for (const [session, , at] of rows) newest.set(`s${session}`, Math.max(at, newest.get(`s${session}`) ?? 0));
        const late = all.users.filter((user) => (newest.get(user) ?? 0) >= atMs);
        if (late.length === 0 || late.length === all.users.length) return;
        const { train: before, sessions, sessionIds } = splitSessions(all, { atMs });
        expect(sessionIds).toEqual(late);
        expect(before.users).toEqual(all.users.filter((user) => !late.includes(user)));
        expect(Math.max(...before.time)).toBeLessThan(atMs);
        const lengths = late.map((id) => rows.filter(([session]) => `s${session}` === id).length);
        expect(sessions.map(({ length }) => length)).toEqual(lengths);
      }),
    );
  });

  test('takes the newest share of the sessions where no moment is given', () => {
    const rows = Array.from({ length: 10 }, (_, n) => [`s${n}`, 'tea', 1, n] as const);
    expect(splitSessions(interactionsOf(rows), { share: 0.3 }).sessionIds).toEqual(['s7', 's8', 's9']);
  });

  test.each([
    [{ share: 2 }, 'invalid-options'],
    [{ atMs: Number.NaN }, 'invalid-options'],
    [{ atMs: 0 }, 'empty-input'],
    [{ atMs: 99 }, 'empty-input'],
  ])('refuses %j', (options, code) => {
    const rows = [['a', 'tea', 1, 1] as const, ['b', 'tea', 1, 2] as const];
    expect(() => splitSessions(interactionsOf(rows), options)).toThrow(expect.objectContaining({ code }));
  });
});
