import { describe, expect, test } from 'vitest';
import { createEventHistory, type HistoryEvent, type Json } from '../../../src/rules/index.ts';
import { openQuery } from './open-query.ts';

/** `A1 B2`: an event named A at 1, one named B at 2. */
function events(text: string): readonly HistoryEvent[] {
  return (text.match(/\w\d+/g) ?? []).map((word, index) => {
    return { id: `${index}`, name: word.slice(0, 1), at: Number(word.slice(1)), properties: { n: index } };
  });
}

function holds(query: Json, text: string, now = 1000): boolean {
  const { compiled, plain } = openQuery(query);
  const context = { events: createEventHistory({ events: events(text) }), now };
  expect(compiled(context)).toBe(plain(context));
  return compiled(context) === true;
}

const steps = (names: string): Json[] => [...names].map((event) => ({ event }));

describe('seq', () => {
  test.each<[string, Json, string, boolean]>([
    ['holds where one came after the other', { events: steps('AB') }, 'A1 B2', true],
    ['is no matter of what lies between', { events: steps('AB') }, 'A1 C2 A3 B4', true],
    ['does not hold in the other order', { events: steps('AB') }, 'B1 A2', false],
    ['takes no two events of one time for an order', { events: steps('AB') }, 'A1 B1', false],
    ['needs a name as often as it is written', { events: steps('AA') }, 'A1', false],
    ['takes two events of one name', { events: steps('AA') }, 'A1 A2', true],
    ['takes no event for two steps', { events: steps('ABA') }, 'A1 B2', false],
    ['may choose any of the events', { events: steps('AB'), within: 5 }, 'A1 A8 A9 B10', true],
    ['is as long as from its first to its last event', { events: steps('ABC'), within: 9 }, 'A1 B9 C10', true],
    ['does not hold where the whole takes longer', { events: steps('ABC'), within: 8 }, 'A1 B9 C10', false],
    [
      'does not hold where one of without lies between',
      { events: steps('AB'), without: { event: 'C' } },
      'A1 C2 B3',
      false,
    ],
    ['begins anew after one of without', { events: steps('AB'), without: { event: 'C' } }, 'A1 C2 A3 B4', true],
    ['does not mind without before and after', { events: steps('AB'), without: { event: 'C' } }, 'C1 A2 B3 C4', true],
    ['does not mind without at its ends', { events: steps('AB'), without: { event: 'C' } }, 'A1 C1 B3 C3', true],
    ['minds without at its steps between', { events: steps('ABD'), without: { event: 'C' } }, 'A1 B2 C2 D3', false],
    ['overlaps with others', { events: steps('ABAB') }, 'A1 A2 B3 B4', false],
    ['once it was there it stays', { events: steps('AB'), without: { event: 'C' } }, 'A1 B2 C3 A4 C5', true],
    ['looks at all names of a step', { events: [{ event: ['A', 'C'] }, { event: 'B' }] }, 'C1 B2', true],
    ['looks for the whole in the past', { events: steps('AB'), past: 999 }, 'A1 B2', false],
    ['looks for the whole from a time on', { events: steps('AB'), from: 2 }, 'A1 B2', false],
    ['looks for the whole before a time', { events: steps('AB'), to: 2 }, 'A1 B2', false],
  ])('%s', (_, query, text, expected) => {
    expect(holds({ seq: query }, text)).toBe(expected);
  });

  test('each step and without have conditions of their own', () => {
    const where = (n: number): Json => ({ '==': [{ var: 'n' }, n] });
    expect(
      holds(
        {
          seq: {
            events: [
              { event: 'A', where: where(0) },
              { event: 'A', where: where(1) },
            ],
          },
        },
        'A1 A2',
      ),
    ).toBe(true);
    expect(
      holds(
        {
          seq: {
            events: [
              { event: 'A', where: where(1) },
              { event: 'A', where: where(0) },
            ],
          },
        },
        'A1 A2',
      ),
    ).toBe(false);
    const query: Json = { seq: { events: steps('AB'), without: { event: 'C', where: where(1) } } };
    expect(holds(query, 'A1 C2 B3')).toBe(false);
    expect(holds(query, 'A1 B3 C2')).toBe(true);
  });

  test('holds from its last event on, until it is too old', () => {
    const { compiled, nextChange } = openQuery({ seq: { events: steps('AB'), past: 10 } });
    const history = createEventHistory({ events: events('A5 B8') });
    const at = (now: number) => [compiled({ events: history, now }), nextChange({ events: history, now })];
    expect(at(7)).toEqual([false, 8]);
    expect(at(8)).toEqual([true, 15]);
    expect(at(15)).toEqual([false, Number.POSITIVE_INFINITY]);
  });
});

describe('absent', () => {
  const ABANDONED: Json = { absent: { after: { event: 'A' }, event: 'B', within: 10 } };

  test.each<[string, Json, string, number, boolean]>([
    ['holds from the deadline on, with no new event', ABANDONED, 'A5', 15, true],
    ['does not hold before the deadline', ABANDONED, 'A5', 14.9, false],
    ['does not hold where nothing started the clock', ABANDONED, 'B5', 99, false],
    ['does not hold where it came in time', ABANDONED, 'A5 B6', 99, false],
    ['does not hold where it came at the deadline', ABANDONED, 'A5 B15', 99, false],
    ['holds where it came after the deadline', ABANDONED, 'A5 B16', 99, true],
    ['holds where it came at the very time of the first one', ABANDONED, 'A5 B5', 99, true],
    ['holds where it came before the first one', ABANDONED, 'A5 B4', 99, true],
    ['starts anew with each one that starts the clock', ABANDONED, 'A5 A20', 29, false],
    ['is about the latest one only', ABANDONED, 'A5 A20 B21', 99, false],
    ['forgets what came in time when the clock starts anew', ABANDONED, 'A5 B6 A20', 30, true],
    [
      'ends when the first one is past',
      { absent: { after: { event: 'A' }, event: 'B', within: 10, past: 20 } },
      'A5',
      25,
      false,
    ],
  ])('%s', (_, query, text, now, expected) => {
    expect(holds(query, text, now)).toBe(expected);
  });

  test('tells when it will hold, and is taken back by one that comes late', () => {
    const { compiled, nextChange } = openQuery({ absent: { after: { event: 'A' }, event: 'B', within: 10, past: 60 } });
    const history = createEventHistory({ events: events('A5') });
    expect(nextChange({ events: history, now: 4 })).toBe(5);
    expect(nextChange({ events: history, now: 5 })).toBe(15);
    expect(compiled({ events: history, now: 15 })).toBe(true);
    expect(nextChange({ events: history, now: 15 })).toBe(65);
    history.record({ id: 'late', name: 'B', at: 12, properties: {} });
    expect(compiled({ events: history, now: 15 })).toBe(false);
    history.erase('B');
    expect(compiled({ events: history, now: 15 })).toBe(true);
    history.erase('A');
    expect(compiled({ events: history, now: 15 })).toBe(false);
    expect(nextChange({ events: history, now: 15 })).toBe(Number.POSITIVE_INFINITY);
  });
});
