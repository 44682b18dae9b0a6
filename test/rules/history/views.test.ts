import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventHistory, type EvaluationContext } from '../../../src/rules/index.ts';
import { event, limits, query, type Step, steps } from './arbitraries.ts';
import { openQuery } from './open-query.ts';

const RUNS = { numRuns: 500 };

/** Carries out steps one by one, and after each tells the time to the one who looks. */
function run(
  taken: readonly Step[],
  history: ReturnType<typeof createEventHistory>,
  look: (context: Required<Pick<EvaluationContext, 'now' | 'events'>>) => void,
) {
  let now = 0;
  for (const step of taken) {
    if (step.kind === 'record') history.record(step.event);
    else if (step.kind === 'tick') now = step.now;
    else if (step.kind === 'prune') history.prune(now);
    else history.erase(step.which);
    look({ now, events: history });
  }
}

describe('laws of history views', () => {
  test('a view agrees with a scan of all events, whatever comes, goes and whichever way the clock moves', () => {
    fc.assert(
      fc.property(fc.array(query, { minLength: 1, maxLength: 3 }), steps, limits, (rules, taken, options) => {
        const opened = rules.map((rule) => openQuery(rule));
        run(taken, createEventHistory(options), (context) => {
          for (const { compiled, plain } of opened) expect(compiled(context)).toEqual(plain(context));
        });
      }),
      RUNS,
    );
  });

  test('a view that is read now and then agrees with a scan', () => {
    fc.assert(
      fc.property(query, steps, limits, fc.nat({ max: 9 }), (rule, taken, options, every) => {
        const { compiled, plain } = openQuery(rule);
        let turn = 0;
        run(taken, createEventHistory(options), (context) => {
          if (turn++ % (every + 1) === 0) expect(compiled(context)).toEqual(plain(context));
        });
      }),
      RUNS,
    );
  });

  test('the value does not change before the time that nextChange tells', () => {
    fc.assert(
      fc.property(query, steps, limits, fc.integer({ min: 1, max: 50 }), (rule, taken, options, ahead) => {
        const { compiled, plain, nextChange } = openQuery(rule);
        run(taken, createEventHistory(options), (context) => {
          const change = nextChange(context);
          expect(change).toBeGreaterThan(context.now);
          // A scan, so that looking ahead does not move the view.
          const before = Math.min(change - 0.25, context.now + ahead);
          if (before > context.now) expect(plain({ ...context, now: before })).toEqual(compiled(context));
        });
      }),
      RUNS,
    );
  });

  test('the order in which events come does not matter', () => {
    const unique = fc.uniqueArray(event, { selector: ({ id }) => id, maxLength: 40 });
    fc.assert(
      fc.property(
        query,
        unique,
        limits,
        fc.integer({ min: 0, max: 100 }),
        fc.func(fc.nat()),
        (rule, all, options, now, rank) => {
          const one = createEventHistory(options);
          const other = createEventHistory(options);
          const { compiled } = openQuery(rule);
          for (const each of all) {
            one.record(each);
            // Read in between, so that what is kept up to date is compared, and not what is made at the end.
            compiled({ now, events: one });
          }
          for (const each of all.toSorted((a, b) => rank(a.id) - rank(b.id))) other.record(each);
          expect(other.events()).toEqual(one.events());
          expect(compiled({ now, events: other })).toEqual(compiled({ now, events: one }));
        },
      ),
    );
  });

  test('an event that comes twice counts once', () => {
    fc.assert(
      fc.property(query, fc.array(event, { maxLength: 30 }), fc.integer({ min: 0, max: 100 }), (rule, all, now) => {
        const events = createEventHistory();
        for (const each of all) events.record(each);
        const { compiled } = openQuery(rule);
        const before = compiled({ now, events });
        for (const each of all) expect(events.record(each)).toBe(false);
        expect(compiled({ now, events })).toEqual(before);
      }),
    );
  });

  test('what is stored and given to the next history gives the same values', () => {
    fc.assert(
      fc.property(query, steps, limits, fc.integer({ min: 0, max: 100 }), (rule, taken, options, now) => {
        const history = createEventHistory(options);
        run(taken, history, () => undefined);
        const stored = structuredClone(history.events());
        const { compiled } = openQuery(rule);
        const next = createEventHistory({ ...options, events: stored });
        expect(compiled({ now, events: next })).toEqual(compiled({ now, events: history }));
      }),
    );
  });
});
