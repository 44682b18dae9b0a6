import { KindredError } from '../../core/index.ts';
import { readObjective } from '../als-objective.ts';
import type { FactorModel, Interactions, ModelSpec } from '../index.ts';

/** What an importer can be told besides the factors. */
export interface ImportOptions {
  /** What the model was trained on: known users can be served then, and lists where nothing is known show what is popular. */
  readonly interactions?: Interactions;
}

/** Rows of factors as another program wrote them. */
export interface ForeignFactors {
  readonly factors: number;
  readonly items: readonly string[];
  readonly itemFactors: Float32Array;
  readonly users?: readonly string[];
  readonly userFactors?: Float32Array;
}

/** @throws KindredError `invalid-options`, `invalid-input` */
export function toFactorModel(
  { factors, items, itemFactors, users, userFactors }: ForeignFactors,
  spec: ModelSpec,
  { interactions }: ImportOptions,
): FactorModel {
  if (readObjective(spec) === undefined) throw badNumbers(spec);
  checkIds('item', items, itemFactors, factors);
  if (users !== undefined && userFactors !== undefined) checkIds('user', users, userFactors, factors);
  return {
    kind: 'factors',
    spec: { ...spec, factors },
    seed: 0,
    data: {
      users: interactions?.users.length ?? users?.length ?? 0,
      interactions: interactions?.itemIndex.length ?? 0,
    },
    items,
    popularity: popularityOf(items, interactions),
    factors,
    itemFactors,
    ...(users && userFactors && { userIds: users, userFactors }),
    ...(interactions && { histories: interactions }),
  };
}

function badNumbers({ alpha, regularization }: ModelSpec): KindredError {
  const message = `Cannot import: alpha is ${alpha}, regularization is ${regularization}. Give the numbers that the model was trained with, 0 or more.`;
  return new KindredError('invalid-options', message, { at: 'regularization' });
}

function checkIds(what: 'item' | 'user', ids: readonly string[], rows: Float32Array, factors: number): void {
  const count = rows.length / factors;
  const at = `${what}s`;
  if (ids.length !== count) {
    throw invalid(
      `${count} rows of factors, and ${ids.length} ids. Give the id of each ${what}, in the order of the rows`,
      at,
    );
  }
  if (ids.some((id) => typeof id !== 'string' || id === '')) throw invalid(`an ${what} id is empty, or no text`, at);
  if (new Set(ids).size !== ids.length) throw invalid(`an ${what} id occurs twice`, at);
  if (!rows.every(Number.isFinite)) throw invalid(`a factor of some ${what} is no number. Train the model again`, at);
}

function invalid(what: string, at: string): KindredError {
  return new KindredError('invalid-input', `Cannot import: ${what}.`, { at });
}

function popularityOf(items: readonly string[], interactions: Interactions | undefined): Float32Array {
  const popularity = new Float32Array(items.length);
  if (interactions === undefined) return popularity;
  const places = new Map(items.map((item, place) => [item, place]));
  for (const index of interactions.itemIndex) {
    const place = places.get(interactions.items[index] ?? '');
    if (place !== undefined) popularity[place] = (popularity[place] ?? 0) + 1;
  }
  return popularity;
}
