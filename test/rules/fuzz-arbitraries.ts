import { seededRandom } from '../../src/core/index.ts';
import { createEventHistory, type Json, type Snapshot } from '../../src/rules/index.ts';

/** Draws values that look like rules: many of them load, and the others are wrong in every way. */
export interface Fuzzer {
  rule(): Json;
  file(): Json;
  snapshot(): Snapshot;
}

const NAMES = [
  'a',
  'b',
  'c.d',
  'list',
  'segments',
  'scores.x',
  '__proto__',
  'constructor.name',
  '',
  'a.',
  'a\\.b',
  '*',
];
const TEXTS = [
  'a',
  'b',
  '',
  '1',
  'tea',
  '<img src=x onerror=alert(1)>',
  '\u{1f375}',
  '\ud800',
  '__proto__',
  'x'.repeat(300),
];
const PATTERNS = [
  '^a',
  '(a+)+$',
  '(a|a)*b',
  '([a-z]+)*\\d',
  '\\p{L}{1,3}',
  '(',
  '(?=a)',
  'a{1000}',
  '[^]',
  '\\1(a)',
  '(?:a?){30}a{30}',
];
const NUMBERS = [0, 1, 2, 3, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 53, 100, 4_294_967_296];
const EVENTS = ['View', 'Add', 'Order', 'Promotion Viewed', '__proto__', ''];
const DURATIONS: readonly Json[] = ['30m', '1d', 'PT1H', 'P1D', 60_000, 0, -1, 1e300, 'soon', '1e9d', 'PT', null];
const TIMES: readonly Json[] = [
  '09:00',
  '24:00',
  '25:00',
  '2026-11-27',
  '2026-02-30',
  '2026-11-27T09:00:00Z',
  0,
  '+275760-09-13',
];
const ZONES: readonly Json[] = ['UTC', 'Europe/Berlin', 'Mars/Olympus', '', 'constructor', 7];
const DEGREES: readonly Json[] = ['on-device', 'identified', 'none', ''];
const NOW = Date.parse('2026-11-27T12:00:00Z');
const MOST_DEPTH = 5;

export function createFuzzer(seed: number): Fuzzer {
  const random = seededRandom(seed);
  const whole = (below: number) => Math.floor(random.next() * below);
  const chance = (share: number) => random.next() < share;
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[], otherwise: T): T => list[whole(list.length)] ?? otherwise;
  const some = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + whole(most - least + 1) }, make);

  /** Any JSON at all. */
  function json(depth: number): Json {
    const kind = whole(depth > 0 ? 8 : 5);
    if (kind === 0) return pick(NUMBERS, 0);
    if (kind === 1) return pick(TEXTS, '');
    if (kind === 2) return chance(0.5);
    if (kind === 3) return null;
    if (kind === 4) return pick(NAMES, 'a');
    if (kind === 5) return some(0, 3, () => json(depth - 1));
    return objectOf(some(0, 3, () => [pick([...NAMES, ...OPERATORS], 'a'), json(depth - 1)]));
  }

  /** Mostly as it should be. */
  function rather(make: () => Json): Json {
    return chance(0.02) ? json(2) : make();
  }

  const path = (): Json => ({ var: chance(0.1) ? [pick(NAMES, 'a'), pick(NUMBERS, 0)] : pick(NAMES.slice(0, 4), 'a') });
  const text = (): Json => rather(() => (chance(0.5) ? path() : pick(TEXTS, '')));
  const number = (depth: number): Json =>
    rather(() => {
      const kind = whole(depth > 0 ? 5 : 2);
      if (kind === 0) return path();
      if (kind === 1) return pick(NUMBERS, 0);
      if (kind === 2) return { [pick(['+', '*', 'min', 'max'], '+')]: some(1, 3, () => number(depth - 1)) };
      if (kind === 3) return { [pick(['-', '/', '%'], '-')]: [number(depth - 1), number(depth - 1)] };
      return pick([quantity, standing], quantity)();
    });
  const list = (): Json =>
    rather(() => (chance(0.5) ? some(1, 4, () => pick(TEXTS, '')) : some(1, 4, () => pick(NUMBERS, 0))));
  const where = (): Json => rather(() => ({ [pick(['==', '!='], '==')]: [path(), pick(TEXTS, '')] }));
  const event = (): Json =>
    rather(() => (chance(0.2) ? some(1, 3, () => pick(EVENTS, '')) : pick(EVENTS.slice(0, 4), '')));
  const duration = (): Json => rather(() => pick(DURATIONS.slice(0, 5), '1d'));

  /** The members of an argument, of which some are there. */
  function members(entries: readonly (readonly [string, () => Json, number])[]): Json {
    const there = entries.filter(([, , share]) => chance(share));
    const named = there.map(([name, make]): readonly [string, Json] => [chance(0.01) ? `${name}x` : name, make()]);
    return objectOf(named);
  }

  function step(): Json {
    return members([
      ['event', event, 0.99],
      ['where', where, 0.3],
    ]);
  }

  function quantity(): Json {
    const name = pick(['count', 'distinct', 'sum', 'avg', 'first', 'last'], 'count');
    return {
      [name]: members([
        ['event', event, 0.99],
        ['where', where, 0.3],
        ['within', duration, 0.5],
        ['of', () => pick(NAMES.slice(0, 4), 'a'), name === 'count' ? 0.01 : 0.95],
        ['from', () => pick(TIMES, 0), 0.05],
        ['to', () => pick(TIMES, 0), 0.05],
      ]),
    };
  }

  function standing(): Json {
    return pick<() => Json>(
      [
        () => ({ score: pick(TEXTS, 'x') }),
        () => ({ affinity: [pick(TEXTS, 'x'), pick(TEXTS, 'x')] }),
        () => ({ bucket: [pick(TEXTS, 'x'), pick(NUMBERS, 2)] }),
      ],
      () => null,
    )();
  }

  function query(): Json {
    return pick<() => Json>(
      [
        () => ({ segment: rather(() => pick(TEXTS, 'x')) }),
        () => ({ consent: rather(() => [pick(TEXTS, 'x'), pick(DEGREES, '')]) }),
        () => ({ cap: rather(() => [pick(TEXTS, 'x'), pick(NUMBERS, 1), duration()]) }),
        () => ({
          time: members([
            ['from', () => pick(TIMES, 0), 0.7],
            ['to', () => pick(TIMES, 0), 0.7],
            ['zone', () => pick(ZONES, 'UTC'), 0.3],
            ['days', () => some(0, 4, () => whole(9)), 0.3],
          ]),
        }),
        () => ({
          seq: members([
            ['events', () => some(1, 4, step), 0.99],
            ['without', step, 0.3],
            ['within', duration, 0.5],
            ['past', duration, 0.1],
          ]),
        }),
        () => ({
          absent: members([
            ['after', step, 0.99],
            ['event', event, 0.99],
            ['where', where, 0.2],
            ['within', duration, 0.95],
            ['past', duration, 0.1],
          ]),
        }),
      ],
      () => null,
    )();
  }

  function condition(depth: number): Json {
    return rather(() => {
      const kind = whole(depth > 0 ? 11 : 7);
      if (kind === 0) return path();
      if (kind === 1)
        return { [pick(['==', '!=', '===', '!=='], '==')]: [path(), pick([...TEXTS, ...NUMBERS, null, true], null)] };
      if (kind === 2) return { [pick(['<', '<='], '<')]: some(2, 3, () => number(2)) };
      if (kind === 3) return { [pick(['>', '>='], '>')]: [number(2), number(1)] };
      if (kind === 4)
        return { in: [chance(0.5) ? path() : pick([...TEXTS, ...NUMBERS], ''), chance(0.5) ? path() : list()] };
      if (kind === 5) return { matches: [text(), pick(PATTERNS, 'a')] };
      if (kind === 6) return query();
      if (kind === 7) return { '!': [condition(depth - 1)] };
      return { [pick(['and', 'or'], 'and')]: some(1, 4, () => condition(depth - 1)) };
    });
  }

  function large(): Json {
    if (chance(0.3)) return { and: some(1, 1500, () => true) };
    if (chance(0.5)) return { in: [path(), some(1, 30_000, () => whole(9))] };
    let nested: Json = true;
    for (let depth = whole(5000); depth > 0; depth--) nested = { [pick(['!', 'and', 'or', 'x'], '!')]: [nested] };
    return nested;
  }

  const small = (): Json => (chance(0.25) ? json(MOST_DEPTH) : condition(whole(MOST_DEPTH)));

  function ruleOf(id: number): Json {
    return members([
      ['id', () => `r${chance(0.01) ? 0 : id}`, 0.99],
      ['when', small, 0.99],
      ['priority', () => pick(NUMBERS, 0), 0.3],
      ['group', () => pick(['first', 'best', '__proto__'], 'first'), 0.3],
      ['stop', () => rather(() => chance(0.5)), 0.1],
      ['score', () => number(1), 0.3],
      ['excludes', () => ['r0'], id > 0 ? 0.1 : 0],
      ['cap', () => rather(() => ({ count: 1, within: '1d' })), 0.1],
      ['schedule', () => ({ from: pick(TIMES, 0) }), 0.1],
      ['outcome', () => json(2), 0.5],
    ]);
  }

  return {
    rule: () => (chance(0.0002) ? large() : small()),
    file: () =>
      rather(() =>
        members([
          ['version', () => 1, 0.99],
          ['groups', () => ({ first: { match: 'first' }, best: { match: 'best' } }), 0.99],
          ['segments', () => ({ tea: condition(1) }), 0.3],
          ['rules', () => some(0, 6, () => null).map((_, index) => ruleOf(index)), 0.99],
        ]),
      ),
    snapshot: () => ({
      facts: Object.fromEntries(some(0, 5, () => [pick(['a', 'b', 'c', 'list', 'segments', 'scores'], 'a'), json(2)])),
      ...(chance(0.8) && { now: NOW + whole(100_000_000) }),
      ...(chance(0.8) && { unit: pick(TEXTS, '') }),
      ...(chance(0.5) && { allows: (purpose: string) => purpose.length % 2 === 0 }),
      ...(chance(0.7) && {
        events: createEventHistory({
          events: some(0, 6, () => ({
            id: String(whole(9)),
            name: pick(EVENTS, ''),
            at: NOW + whole(200_000_000) - 100_000_000,
            properties: Object.fromEntries(some(0, 2, () => [pick(['a', 'b', 'promotion_id'], 'a'), json(1)])),
          })),
        }),
      }),
    }),
  };
}

const OPERATORS = [
  '==',
  '<',
  'and',
  'or',
  '!',
  'in',
  'var',
  '+',
  'min',
  'matches',
  'count',
  'seq',
  'time',
  'cap',
  'toString',
  'a/b~c',
];

/** An object with own members of any names, `__proto__` too. */
function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries);
}
