import type { Interactions } from './interactions.ts';

/** The kinds of model that this version can serve. */
export const MODEL_KINDS = ['blend', 'dense', 'factors', 'neighbours', 'popularity', 'repurchase', 'sessions'] as const;

/** One of {@link MODEL_KINDS}. */
export type ModelKind = (typeof MODEL_KINDS)[number];

/** What `train` returned: everything that serving needs, in typed arrays. Tell them apart by `kind`. */
export type Model = BlendModel | SingleModel;

/** A model that one training returned. */
export type SingleModel = DenseModel | FactorModel | NeighbourModel | PopularityModel | RepurchaseModel | SessionModel;

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

/**
 * A weight for every pair of items: what EASE learns. Row `i` is what item `i` of a history adds to the score of every item. The
 * diagonal is zero: no item speaks for itself.
 */
export interface DenseModel extends ModelBase {
  readonly kind: 'dense';
  /** items × items, row-major; with `scale` the weight is `scale[row]` times the byte. */
  readonly weights: Float32Array | Int8Array;
  /** One for each row, where the rows are bytes; see `quantizeRows`. */
  readonly scale?: Float32Array;
  /**
   * Adds these rows of `weights`, each times its factor, to the scores, in this order; see `accelerateModel` of `kindred/recommend/kernels`. Left
   * out: plain TypeScript does.
   */
  addRows?(rows: readonly number[], factors: readonly number[], score: Float64Array): void;
}

/**
 * Rows of factors whose products are the scores: what ALS learns. `spec` says how the factors of a person are solved from a
 * history: see `foldIn`.
 */
export interface FactorModel extends ModelBase {
  readonly kind: 'factors';
  /** The width of a row. */
  readonly factors: number;
  /** items × factors, row-major; with `scale` a factor is `scale[row]` times the byte. */
  readonly itemFactors: Float32Array | Int8Array;
  /** One for each row of `itemFactors`, where these are bytes; see `quantizeRows`. */
  readonly scale?: Float32Array;
  /** users × factors, row-major, in the order of `userIds`. They are personal data, and never part of the packed form. */
  readonly userFactors?: Float32Array;
  /** Whose the rows of `userFactors` are. */
  readonly userIds?: readonly string[];
}

/** What people buy again: their own items, by how often and how lately. The `popularity` is what is trending. */
export interface RepurchaseModel extends ModelBase {
  readonly kind: 'repurchase';
  /** For each item the median of days between two purchases by one person; 0 where nobody bought it twice. */
  readonly cadence: Float32Array;
}

/**
 * Sessions, the oldest first, without who they belong to: what VMIS-kNN looks things up in. The items of session `s` lie from
 * `sessionStart[s]` to `sessionStart[s + 1]`, ascending, each once.
 */
export interface SessionModel extends ModelBase {
  readonly kind: 'sessions';
  /** Where each session's items begin; one longer than there are sessions. */
  readonly sessionStart: Uint32Array;
  /** Index into `items`. */
  readonly sessionItem: Uint16Array | Uint32Array;
}

/**
 * Several models that make one list; see `blendModels`. The catalogue is that of all. `spec` says how they are blended, and with which
 * numbers.
 */
export interface BlendModel extends ModelBase {
  readonly kind: 'blend';
  /** Of a tail under a head, the head first. */
  readonly parts: readonly SingleModel[];
}

/** The algorithm's name and its options, as the model's manifest states them. */
export interface ModelSpec {
  readonly algorithm: string;
  readonly [option: string]: string | number | boolean;
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
