import { isRecord, type Json, pointerTo } from '../../../core/index.ts';
import { invalid } from '../../condition/refusal.ts';

// How many values targeting may have once the references in it are replaced.
const MAX_VALUES = 20_000;
const MAX_DEPTH = 200;

/**
 * Targeting with each `{"$ref": name}` replaced by the part of that name, as flagd does before it reads anything else.
 *
 * @throws KindredError `invalid-rule` where a part contains itself
 */
export function replaceReferences(targeting: Json, at: string, evaluators: Json | undefined): Json {
  let room = MAX_VALUES;

  function replace(value: Json, at: string, depth: number): Json {
    room -= 1;
    if (room < 0 || depth > MAX_DEPTH) throw invalid('Too deep or large', at, 'A part must not contain itself.');
    if (isList(value)) return value.map((item, index) => replace(item, pointerTo(at, index), depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    const part = partOf(value);
    if (part !== undefined) return replace(part, at, depth + 1);
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, item]): [string, Json] => [key, replace(item, pointerTo(at, key), depth + 1)]),
    );
  }

  function partOf(value: Readonly<Record<string, Json>>): Json | undefined {
    const { $ref: name, ...others } = value;
    if (typeof name !== 'string' || Object.keys(others).length) return undefined;
    const parts = new Map(evaluators && isObject(evaluators) ? Object.entries(evaluators) : []);
    return parts.get(name);
  }

  return replace(targeting, at, 0);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return isRecord(value);
}
