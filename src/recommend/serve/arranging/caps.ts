import { isRecord } from '../../../core/index.ts';
import { type Attributes, type ValuesOf, valuesOf } from './attributes.ts';

/** Counts the values of the items that are taken. */
export interface Caps {
  /** Whether one more with the values of this item is allowed. */
  allow(item: string): boolean;
  take(item: string): void;
}

interface Cap {
  readonly valuesOf: ValuesOf;
  readonly most: number;
  readonly taken: Map<string, number>;
}

/** `undefined` where nothing is capped. Names in `ignored` what cannot be. */
export function createCaps(given: unknown, attributes: Attributes, ignored: string[]): (() => Caps) | undefined {
  if (!isRecord(given)) return undefined;
  const rules = Object.entries(given).flatMap(([name, most]) => {
    const values = valuesOf(attributes, name);
    if (values !== undefined && typeof most === 'number' && most >= 0) return [{ valuesOf: values, most }];
    ignored.push(`/caps/${name}`);
    return [];
  });
  return () => countValues(rules.map((rule) => ({ ...rule, taken: new Map() })));
}

function countValues(caps: readonly Cap[]): Caps {
  return {
    allow: (item) =>
      caps.every(({ valuesOf, most, taken }) => valuesOf(item).every((value) => (taken.get(value) ?? 0) + 1 <= most)),
    take(item) {
      for (const { valuesOf, taken } of caps) {
        for (const value of valuesOf(item)) taken.set(value, (taken.get(value) ?? 0) + 1);
      }
    },
  };
}
