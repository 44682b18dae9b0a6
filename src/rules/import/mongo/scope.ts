import { invalid } from '../../condition/refusal.ts';
import type { ImportNote } from '../imported.ts';

// How deep conditions nest, saved groups included, and how many parts there are.
const MAX_DEPTH = 64;
const MAX_PARTS = 20_000;

/** Whether a value meets what was asked. */
export type Test = (value: unknown) => boolean;

/** Reads what is asked of a value. */
export type ReadTest = (asked: unknown, at: string, scope: Scope) => Test;

/** What is needed to read a condition. */
export interface Scope {
  /** Reads a condition on an object, such as an element of a list. */
  readonly readCondition: ReadTest;
  readonly savedGroups: Readonly<Record<string, unknown>>;
  /** The groups within which this is, so that none contains itself. */
  readonly visited: readonly string[];
  readonly notes: ImportNote[];
  /** Goes down as the condition is read. */
  readonly room: { parts: number };
  readonly depth: number;
}

export function createScope(readCondition: ReadTest, savedGroups: Readonly<Record<string, unknown>> = {}): Scope {
  return { readCondition, savedGroups, visited: [], notes: [], room: { parts: MAX_PARTS }, depth: 0 };
}

/**
 * The scope within a part.
 *
 * @throws KindredError `invalid-rule` where there are too many
 */
export function deeper(scope: Scope, at: string, size = 1): Scope {
  scope.room.parts -= size;
  const depth = scope.depth + 1;
  if (scope.room.parts < 0 || depth > MAX_DEPTH) throw invalid('Too deep or large', at, 'Split the condition.');
  return { ...scope, depth };
}

/** A condition that holds for nobody, with a note that says why. */
export function never(scope: Scope, at: string, note: string): Test {
  scope.notes.push({ at, note });
  return () => false;
}
