import type { Condition } from './condition.ts';
import type { NearMiss } from './near-miss.ts';
import type { Probe } from './probe.ts';
import type { Unknown } from './unknown.ts';

/** What was seen while a condition was evaluated: the value of each probe, and what is to be said of it besides. */
export interface Seen {
  readonly values: readonly unknown[];
  readonly notes: readonly (Note | undefined)[];
}

/** What is to be said of a value besides itself. */
export interface Note extends Partial<Unknown> {
  /** What it will be, and when, if nothing happens. */
  readonly at?: number;
  readonly value?: unknown;
  /** The condition that it is the verdict of. */
  readonly inner?: Inner;
}

/** What was seen of a condition that others ask for by its name. What is there only once it was asked for is added later. */
export interface Inner {
  readonly root: Probe;
  seen: Seen;
  /** When something in it changes by itself. */
  times: readonly number[];
  miss?: NearMiss | undefined;
}

/** The conditions that were recorded at one moment, each once, however many ask for it. */
export type Moment = Map<Condition, Inner>;

export const NOTHING: readonly never[] = /* @__PURE__ */ Object.freeze([]);
