import type { Interactions, LongRun } from '../index.ts';
import type { TrainSpec } from '../train/index.ts';
import { compared, type SelfTestCase } from './selftest.ts';

/** A file of a table, as it was read. */
export interface TablePart {
  /** With single events; see `createInteractions`. */
  readonly interactions: Interactions;
  /** The clicks of each session in order. Left out: by their times; see `sessionsOf`. */
  readonly sessions?: readonly (readonly string[])[];
}

/** What a table is about, and what it needs. */
export interface TableFacts {
  /** Whose data they are, where the figures stand, and how they were measured. */
  readonly source: string;
  /** The files by name: all of them are needed. */
  readonly parts: readonly string[];
  /** Whether the parts `train` and `test` do as well: a split that somebody else made. */
  readonly isSplitTaken?: boolean;
  /** How many figures it has. */
  readonly figures: number;
}

export interface Table extends TableFacts {
  check(part: (name: string) => TablePart, run: LongRun, isSplit: boolean): AsyncGenerator<SelfTestCase>;
}

/** Of a figure with three digits. */
const THREE_DIGITS = 0.0005;

export function figure(name: string, expected: number, found: number, within: number = THREE_DIGITS): SelfTestCase {
  return compared({ name, source: 'measured', expected, within }, found);
}

export function amount(name: string, expected: number, found: number): SelfTestCase {
  return compared({ name, source: 'counted', expected, within: 0 }, found);
}

export function labelOf({ algorithm, ...settings }: TrainSpec): string {
  const words = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [algorithm, ...words].join(' ');
}
