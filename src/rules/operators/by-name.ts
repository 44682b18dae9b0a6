/**
 * Tables as one map. A map, as a plain object also has the names of its prototype; and a function, as bundlers keep what spreads
 * objects at the top of a file, whether it is used or not.
 */
export function byName<Value>(...tables: readonly Readonly<Record<string, Value>>[]): ReadonlyMap<string, Value> {
  return new Map(tables.flatMap((table) => Object.entries(table)));
}
