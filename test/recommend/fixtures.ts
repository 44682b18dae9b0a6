import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  createInteractions,
  type DenseModel,
  type Digest,
  type FactorModel,
  type Interactions,
  type Model,
  type NeighbourModel,
} from '../../src/recommend/index.ts';

export const digest: Digest = {
  sha256: async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
};

/** User, item, weight, time in milliseconds. */
export type Addition = readonly [user: string, item: string, weight?: number, timeMs?: number];

export function interactionsOf(additions: readonly Addition[]): Interactions {
  const builder = createInteractions();
  for (const addition of additions) builder.add(...addition);
  return builder.build();
}

/** Small worlds with many ties, shared items, and ids that are names of object members. */
const IDS = ['tea', 'pot', 'cup', 'jug', '__proto__', 'constructor', 'ä', '茶', 'a\nb', '"', '<b>', 'toString'];

export function additions(options: { minLength?: number } = {}): fc.Arbitrary<Addition[]> {
  const addition = fc.tuple(
    fc.integer({ min: 0, max: 9 }).map((n) => (n === 0 ? '__proto__' : `user ${n}`)),
    fc.constantFrom(...IDS),
    fc.integer({ min: 1, max: 5 }),
    // Left out where it is below zero.
    fc.integer({ min: -1e12, max: 1e12 }),
  );
  const timed = addition.map(
    ([user, item, weight, timeMs]): Addition => (timeMs < 0 ? [user, item, weight] : [user, item, weight, timeMs]),
  );
  return fc.array(timed, { minLength: options.minLength ?? 1, maxLength: 80 });
}

/** Many items of which hardly any two go together: what large catalogues are like. */
export function sparseAdditions(): fc.Arbitrary<Addition[]> {
  const addition = fc.tuple(
    fc.integer({ min: 0, max: 40 }).map((n) => `user ${n}`),
    fc.integer({ min: 0, max: 400 }).map((n) => `item ${n}`),
    fc.integer({ min: 1, max: 3 }),
  );
  return fc.array(addition, { minLength: 100, maxLength: 160 });
}

export function asNeighbours(model: Model): NeighbourModel {
  if (model.kind !== 'neighbours') throw new Error(`a model of kind ${model.kind}`);
  return model;
}

export function asDense(model: Model): DenseModel {
  if (model.kind !== 'dense') throw new Error(`a model of kind ${model.kind}`);
  return model;
}

export function asFactors(model: Model): FactorModel {
  if (model.kind !== 'factors') throw new Error(`a model of kind ${model.kind}`);
  return model;
}

/** The neighbour matrix as nested maps: history item to candidate to similarity. */
export function matrixOf(model: Model): Map<string, Map<string, number>> {
  const { items, neighbourStart, neighbour, similarity } = asNeighbours(model);
  return new Map(
    items.map((item, row) => {
      const [from, until] = [neighbourStart[row] ?? 0, neighbourStart[row + 1] ?? 0];
      const columns = Array.from(neighbour.subarray(from, until), (column, n): [string, number] => [
        items[column] ?? '',
        similarity[from + n] ?? Number.NaN,
      ]);
      return [item, new Map(columns)];
    }),
  );
}

/** Everything of a model that its stored forms keep, as plain values. */
export function plain(model: Model): unknown {
  const { kind, spec, seed, data, items, popularity } = model;
  const neighbours = model.kind === 'neighbours' && {
    start: [...model.neighbourStart],
    neighbour: [...model.neighbour],
    similarity: [...model.similarity],
  };
  const scale = 'scale' in model && [...(model.scale ?? [])];
  const weights = model.kind === 'dense' && [...model.weights];
  const factors = model.kind === 'factors' && { width: model.factors, items: [...model.itemFactors] };
  const cadence = model.kind === 'repurchase' && [...model.cadence];
  const sessions = model.kind === 'sessions' && { start: [...model.sessionStart], item: [...model.sessionItem] };
  const arrays = { popularity: [...popularity], neighbours, weights, factors, scale, cadence, sessions };
  return { kind, spec, seed, data, items, ...arrays };
}

/** Additions of which each has a time, many of them the same. */
export function timedAdditions(): fc.Arbitrary<(readonly [string, string, number, number])[]> {
  const addition = fc.tuple(
    fc.integer({ min: 0, max: 9 }).map((n) => `user ${n}`),
    fc.constantFrom(...IDS),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 0, max: 40 }).map((n) => n * 21_600_000),
  );
  return fc.array(addition, { minLength: 1, maxLength: 80 });
}

/** A small shop, weights and a missing time among it. */
export const SHOP: readonly Addition[] = [
  ['ann', 'oolong', 2, 1000],
  ['ann', 'teapot', 1, 2000],
  ['ben', 'oolong'],
  ['ben', 'cup', 1.5, 3000],
];
