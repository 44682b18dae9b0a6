import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEventHistory,
  createRuleSession,
  defineRules,
  type EvaluationContext,
  type Match,
  type Rules,
  type Snapshot,
} from '../../../src/rules/index.ts';
import { facts as anyFacts } from '../arbitraries.ts';
import { event } from '../history/arbitraries.ts';
import { permissions, ruleFile, types } from './arbitraries.ts';
import { evaluatePlainly, type PlainFile, type Told } from './plain-rules.ts';

const RUNS = { numRuns: Number(process.env.RUNS ?? 80) };

const many = fc.option(fc.dictionary(fc.constantFrom('n1', 'n2', 'x'), fc.integer({ min: 0, max: 2 })), {
  nil: undefined,
});
const facts = fc.tuple(anyFacts, many).map(([facts, many]) => ({ ...facts, ...(many && { many }) }));
const now = fc.option(fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constant(11.99 * 3_600_000)), { nil: undefined });
const unit = fc.option(fc.constantFrom('u1', 'u2', 'u3'), { nil: undefined });

const snapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(facts, permissions, now, unit, fc.option(fc.array(event, { maxLength: 12 }), { nil: undefined }))
  .map(([facts, permissions, now, unit, events]) => ({
    facts,
    ...permissions,
    ...(now !== undefined && { now }),
    ...(unit !== undefined && { unit }),
    ...(events && { events: createEventHistory({ events, maxEvents: 8 }) }),
  }));

const tell = (matches: readonly Match[]): readonly Told[] => matches.map(({ rule, score }) => `${rule.id} ${score}`);
const define = (file: PlainFile): Rules => defineRules({ version: 1, ...file }, { facts: types });
const plainly = (file: PlainFile, snapshot: Snapshot) => evaluatePlainly(file, snapshot, { facts: types });

describe('laws of rule sets', () => {
  test('a rule set matches what its rules match one by one, however it finds them', () => {
    fc.assert(
      fc.property(ruleFile, fc.array(snapshot, { minLength: 1, maxLength: 3 }), (file, snapshots) => {
        const rules = define(file);
        // The same rules on other facts too, as nothing may be left over.
        for (const one of snapshots) expect(tell(rules.evaluate(one))).toEqual(plainly(file, one));
      }),
      RUNS,
    );
  });

  test('a session matches what an evaluation of the same facts, events and time matches', () => {
    fc.assert(
      fc.property(ruleFile, snapshot, fc.array(change, { maxLength: 25 }), (file, first, changes) => {
        const rules = define(file);
        const session = createRuleSession(rules, first);
        let current = first;
        let told = tell(session.matches());
        session.onChange((matches) => {
          told = tell(matches);
        });
        expect(told).toEqual(plainly(file, current));
        for (const change of changes) {
          const before = session.matches();
          current = change.apply(session, current);
          const expected = plainly(file, current);
          expect(tell(session.matches())).toEqual(expected);
          expect(tell(rules.evaluate(current))).toEqual(expected);
          expect(told).toEqual(expected);
          expect(session.nextChange()).toBeGreaterThan(current.now ?? 0);
          expect(session.matches() === before).toBe(isSame(session.matches(), before));
        }
      }),
      RUNS,
    );
  });

  test('nothing changes before the time that a session names as its next change', () => {
    fc.assert(
      fc.property(
        ruleFile,
        snapshot,
        fc.nat({ max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (file, first, now, share) => {
          const current = { ...first, now };
          const session = createRuleSession(define(file), current);
          const next = session.nextChange();
          expect(next).toBeGreaterThan(now);
          const later = Math.min(now + share * Math.min(next - now, 200), next - 0.001);
          expect(plainly(file, { ...current, now: later })).toEqual(tell(session.matches()));
        },
      ),
      RUNS,
    );
  });
});

type Session = ReturnType<typeof createRuleSession>;

/** Something that happens to a session, and to the snapshot that it stands for. */
interface Change {
  readonly name: string;
  apply(session: Session, snapshot: Snapshot): Snapshot;
}

const path = fc.constantFrom('a', 'b', 'c', 'c.d', 'c.e.f', 'list', 'many', 'many.n1', 'many.n2');
const value = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2 }) },
  fc.constantFrom<unknown>(
    '',
    'a',
    'b',
    true,
    false,
    null,
    undefined,
    ['a', 1],
    {},
    { d: 1, n1: 2, e: { f: 'a' } },
    { d: 0, n1: 1, n2: 1 },
  ),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(path, value).map(
      ([path, value]): Change => ({
        name: `set ${path} ${JSON.stringify(value)}`,
        apply(session, snapshot) {
          session.set(path, value);
          return { ...snapshot, facts: withFact(snapshot.facts, path.split('.'), value) };
        },
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: event.map(
      (event): Change => ({
        name: `record ${JSON.stringify(event)}`,
        apply(session, snapshot) {
          session.record(event);
          return snapshot;
        },
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: -5, max: 105 }).map(
      (now): Change => ({
        name: `tick ${now}`,
        apply(session, snapshot) {
          session.tick(now);
          return { ...snapshot, now };
        },
      }),
    ),
  },
  fc.tuple(permissions, unit).map(([permissions, unit]): Change => {
    const changed: EvaluationContext = { ...permissions, ...(unit && { unit }) };
    return {
      name: `refresh ${JSON.stringify(changed)}`,
      apply(session, snapshot) {
        session.refresh(changed);
        return { ...snapshot, ...changed };
      },
    };
  }),
);

function withFact(value: unknown, [name = '', ...others]: readonly string[], fact: unknown): Snapshot['facts'] {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  const old: unknown = Reflect.get(members, name);
  const isEmptyWay = others.length > 0 && (fact === undefined || fact === null) && !isObject(old);
  return isEmptyWay ? members : { ...members, [name]: others.length > 0 ? withFact(old, others, fact) : fact };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: readonly Match[], other: readonly Match[]): boolean {
  return one.length === other.length && one.every((match, index) => match === other[index]);
}
