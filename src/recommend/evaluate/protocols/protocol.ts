import type { Interactions } from '../../index.ts';

/** Interactions in two parts: a model is trained on one and measured by the other. */
export interface Split {
  readonly train: Interactions;
  readonly holdout: Interactions;
  /** How lists are made and what is expected; see `EvaluateOptions`. */
  readonly repeats: 'exclude' | 'allow';
  /** What the users of the holdout had before, where they are not among those of the training. */
  readonly histories?: Interactions;
  /** The items to rank for a user, where they are not all of the catalogue. */
  readonly candidates?: (user: string) => ReadonlySet<string>;
}

/** How to split by time. */
export interface TemporalSpec {
  readonly protocol: 'temporal';
  /** What is from this moment on is the holdout, in milliseconds since 1970-01-01 UTC. */
  readonly atMs?: number;
  /** Left out `atMs`: the newest part of all interactions. @defaultValue `0.2` */
  readonly share?: number;
  /** @defaultValue `'exclude'` */
  readonly repeats?: 'exclude' | 'allow';
}

/** A fifth of each user's items, drawn by a hash of both ids, which are whole numbers. */
export interface Hash80Spec {
  readonly protocol: 'hash80';
}

/** The newest item of each user against the whole catalogue. */
export interface LeaveOneOutSpec {
  readonly protocol: 'leave-one-out';
}

/** The newest item of each user against 99 that the user never had. */
export interface Ncf99Spec {
  readonly protocol: 'ncf-99';
  /** @defaultValue `99` */
  readonly negatives?: number;
  /** @defaultValue `0` */
  readonly seed?: number;
}

/** Users who are not trained on: four fifths of their items are their history, the others are expected. */
export interface LiangStrongSpec {
  readonly protocol: 'liang-strong';
  /** How many users are held out; below 1, which share of them. @defaultValue `0.1` */
  readonly users?: number;
  /** Only users with at least so many items are held out. @defaultValue `5` */
  readonly minItems?: number;
  /** @defaultValue `0` */
  readonly seed?: number;
}

/** Which protocol, and how. */
export type ProtocolSpec = TemporalSpec | Hash80Spec | LeaveOneOutSpec | Ncf99Spec | LiangStrongSpec;
