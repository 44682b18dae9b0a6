import { isRecord, ownValue } from '../../core/index.ts';
import type { Facts } from '../condition/facts.ts';

/** Facts that change; what was given is copied as far as it is changed, and left as it is. */
export interface SessionFacts {
  current(): Facts;
  /** Sets the value at a path; `false` where it is the same already. A missing value leaves nothing behind. */
  set(path: readonly string[], value: unknown): boolean;
}

export function createSessionFacts(given: Facts): SessionFacts {
  // The objects that are copies, each by itself: those may be written to.
  const copies = new WeakMap<object, Record<string, unknown>>();
  const writable = (value: unknown): Record<string, unknown> => {
    const known = isRecord(value) ? copies.get(value) : undefined;
    if (known) return known;
    const copy = isRecord(value) ? { ...value } : {};
    copies.set(copy, copy);
    return copy;
  };
  let facts: Facts = given;
  return {
    current: () => facts,
    set(path, value) {
      let old: unknown = facts;
      for (const name of path) old = ownValue(old, name);
      // What is no number, text or boolean may have been changed within.
      if ((old === value && (typeof value !== 'object' || value === null)) || (isMissing(old) && isMissing(value))) {
        return false;
      }
      const root = writable(facts);
      let target = root;
      for (let index = 0; index < path.length - 1; index++) {
        const name = path[index] ?? '';
        const next = writable(ownValue(target, name));
        target[name] = next;
        target = next;
      }
      target[path.at(-1) ?? ''] = value;
      facts = root;
      return true;
    },
  };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}
