import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender, MODEL_KINDS } from '../../../src/recommend/index.ts';
import { ALGORITHM_TABLE, ALGORITHMS, type OptionForm, parseSpec, train } from '../../../src/recommend/train/index.ts';

/** Values that the option takes. */
function valid(form: OptionForm): fc.Arbitrary<unknown> {
  switch (form.kind) {
    case 'number':
      return fc.double({ min: form.min, max: form.max, noNaN: true });
    case 'whole':
      return fc.oneof(
        fc.integer({ min: form.min, max: Math.min(form.max, 2 ** 31 - 1) }),
        fc.constantFrom(...(form.words ?? [form.min])),
      );
    case 'choice':
      return fc.constantFrom(...form.choices);
    case 'flag':
      return fc.boolean();
  }
}

/** Values that it does not take. */
function wrong(form: OptionForm): readonly unknown[] {
  const never = [Number.NaN, Number.POSITIVE_INFINITY, {}, [], 'no such word', '__proto__'];
  switch (form.kind) {
    case 'number':
      return [...never, form.min - 1, form.max * 2 + 1, true, '1'];
    case 'whole':
      return [...never, form.min - 1, form.min + 0.5, true, '1'];
    case 'choice':
      return [...never, 0, true, ''];
    case 'flag':
      return [...never, 0, 1, 'true'];
  }
}

const options = ALGORITHMS.flatMap((algorithm) =>
  Object.entries(ALGORITHM_TABLE[algorithm].options).map(([name, form]) => [algorithm, name, form] as const),
);

describe('the table of algorithms', () => {
  test.each(options)('%s: %s has a default, tries and help that fit', (algorithm, name, form) => {
    for (const value of [form.default, ...(form.tries ?? [])]) {
      expect(parseSpec({ algorithm, [name]: value })).toEqual({ algorithm, [name]: value });
    }
    expect(form.help.length).toBeGreaterThan(10);
  });

  test.each(options)('%s: %s takes what its form says, and nothing else', (algorithm, name, form) => {
    fc.assert(fc.property(valid(form), (value) => void parseSpec({ algorithm, [name]: value })));
    for (const value of wrong(form)) {
      expect(() => parseSpec({ algorithm, [name]: value })).toThrow(
        expect.objectContaining({ code: 'invalid-options', at: name }),
      );
    }
  });

  test.each(ALGORITHMS)('%s names its kind, its paper and what it reads', (algorithm) => {
    const { kind, paper, summary, reads } = ALGORITHM_TABLE[algorithm];
    expect(MODEL_KINDS).toContain(kind);
    expect(paper).toMatch(/\d{4}|Microsoft/);
    expect(summary).not.toMatch(/\.$/);
    expect(['pairs', 'order', 'events']).toContain(reads);
  });

  test('a spec from outside is refused where it is no spec', () => {
    for (const value of [undefined, 7, 'ease', [], {}, { algorithm: 'constructor' }, { algorithm: 'esae' }]) {
      expect(() => parseSpec(value)).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'algorithm' }));
    }
    expect(() => parseSpec({ algorithm: 'esae' })).toThrow('"ease"');
    expect(() => parseSpec({ algorithm: 'rp3beta', betta: 1 })).toThrow('"beta"');
  });
});

describe('every algorithm', () => {
  /** One item that all have, one row twice, weights from the smallest to the largest, one user with a single item. */
  function hostile() {
    const builder = createInteractions({ events: true });
    for (let user = 0; user < 6; user++) {
      builder.add(`u${user}`, 'everyone has it', 1, user);
      builder.add(`u${user}`, `i${user % 3}`, user === 0 ? 3e38 : 1e-40, user + 10);
      builder.add(`u${user}`, `i${user % 3}`, 1, user + 10);
    }
    builder.add('alone', 'i9', 1, 5);
    return builder.build();
  }

  test.each(ALGORITHMS)('%s: what it learns from odd data gives lists of numbers', async (algorithm) => {
    const model = await train(hostile(), parseSpec({ algorithm }));
    expect(model.spec.algorithm).toBe(algorithm);
    const { recommend } = createRecommender(model);
    for (const query of [{ user: 'u1' }, { user: 'alone' }, { session: ['i0', 'unknown', 'i0'] }, { items: [] }, {}]) {
      const { items } = recommend({ ...query, count: 1e9, repeats: 'allow', fill: 'popular' });
      expect(items.length).toBeGreaterThan(0);
      expect(items.every(({ score }) => Number.isFinite(score))).toBe(true);
    }
  });

  test.each(ALGORITHMS)('%s keeps its whole spec in the model', async (algorithm) => {
    const { spec } = await train(hostile(), parseSpec({ algorithm }));
    // Where nothing is cut, no side is; where histories are whole, no limit is: max-history.test.ts has those that have one.
    const open = ['cut', 'maxHistory'];
    const stated = Object.keys(ALGORITHM_TABLE[algorithm].options).filter((name) => !open.includes(name));
    expect(Object.keys(spec)).toEqual(expect.arrayContaining(['algorithm', ...stated]));
  });

  test.each(ALGORITHMS)('%s ends with `aborted` when its signal says so', async (algorithm) => {
    const training = train(hostile(), parseSpec({ algorithm }), { signal: AbortSignal.abort() });
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
    const abort = new AbortController();
    const pause = async () => abort.abort();
    const later = train(hostile(), parseSpec({ algorithm }), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
      pause,
    });
    await expect(later).rejects.toMatchObject({ code: 'aborted' });
  });

  test.each(ALGORITHMS)('%s refuses an empty set', async (algorithm) => {
    const training = train(createInteractions().build(), parseSpec({ algorithm }));
    await expect(training).rejects.toMatchObject({ code: 'empty-input' });
  });
});
