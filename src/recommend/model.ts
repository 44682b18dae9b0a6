import type { Interactions } from './interactions.ts';

/** The kinds of model that this version can serve. */
export const MODEL_KINDS = ['neighbours', 'popularity'] as const;

/** One of {@link MODEL_KINDS}. */
export type ModelKind = (typeof MODEL_KINDS)[number];

/** What `train` returned: everything that serving needs, in typed arrays. Tell them apart by `kind`. */
export type Model = NeighbourModel | PopularityModel;

/** What every model has, whatever the algorithm. */
export interface ModelBase {
  /** The algorithm and all its options, defaults filled in. */
  readonly spec: ModelSpec;
  readonly seed: number;
  readonly data: DataWindow;
  /** Item ids; every index in a model refers to them. */
  readonly items: readonly string[];
  /** One number for each item: how many users had to do with it, or the sum of their weights. */
  readonly popularity: Float32Array;
  /** What an evaluation found, by metric; absent before one. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** What the users of the training had, by which known users are served. Never part of the packed form. */
  readonly histories?: Interactions;
}

/** Knows only what is popular. */
export interface PopularityModel extends ModelBase {
  readonly kind: 'popularity';
}

/**
 * For each item of a history its neighbours, which are the candidates that it speaks for. The neighbours of item `i` lie from
 * `neighbourStart[i]` to `neighbourStart[i + 1]`, ascending.
 */
export interface NeighbourModel extends ModelBase {
  readonly kind: 'neighbours';
  /** Where each item's neighbours begin; one longer than `items`. */
  readonly neighbourStart: Uint32Array;
  /** Index into `items`; never the item itself. */
  readonly neighbour: Uint16Array | Uint32Array;
  /** Above zero; not symmetric for every algorithm. */
  readonly similarity: Float32Array;
}

/** The algorithm's name and its options, as the model's manifest states them. */
export interface ModelSpec {
  readonly algorithm: string;
  readonly [option: string]: string | number;
}

/** What a model was trained on. */
export interface DataWindow {
  readonly users: number;
  /** Pairs of user and item. */
  readonly interactions: number;
  /** The oldest and the newest time among the pairs, in milliseconds since 1970-01-01 UTC; absent where none was known. */
  readonly fromMs?: number;
  readonly untilMs?: number;
}
