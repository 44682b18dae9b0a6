import { isRecord } from '../../core/index.ts';
import type { Finding } from './finding.ts';
import { faultOf } from './model.ts';
import { namesOf } from './written.ts';

/** Loads a file and throws what is wrong with it. */
export type Load = (file: unknown) => unknown;

// After so many a person starts over.
const MOST_FAULTS = 100;

/**
 * Everything for which a file does not load. Loading stops at the first fault; so each is taken out, and the rest is loaded again.
 *
 * @param known faults that were found already: they are taken out first, and not told again
 */
export function loadFaults(file: unknown, load: Load, known: readonly Finding[]): readonly Finding[] {
  const told = new Set(known.map(({ at }) => at));
  const found: Finding[] = [];
  let rest: unknown = known.reduce<unknown>((mended, { at }) => without(mended, at, false), file);
  while (found.length < MOST_FAULTS) {
    const fault = faultIn(rest, load);
    if (!fault) break;
    // What is in the way a second time is taken out with all that others may refer to.
    const isSecond = told.has(fault.at);
    if (!isSecond) found.push(fault);
    told.add(fault.at);
    const next = [isSecond, true]
      .map((isThorough) => without(rest, fault.at, isThorough))
      .find((mended) => mended !== undefined && JSON.stringify(mended) !== JSON.stringify(rest));
    if (next === undefined) break;
    rest = next;
  }
  return found;
}

function faultIn(file: unknown, load: Load): Finding | undefined {
  try {
    load(file);
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

/** The file with the faulty part replaced by one that is in order; `undefined` where that cannot be done. */
function without(file: unknown, at: string, isThorough: boolean): unknown {
  const [top, name, ...inner] = namesOf(at);
  if (!isRecord(file) || top === undefined) return undefined;
  const members = file[top];
  if (name === undefined || !isContainer(members)) return withoutKey(file, top);
  const value: unknown = Reflect.get(members, name);
  return { ...file, [top]: replaced(members, name, mended(top, value, name, inner, isThorough)) };
}

function withoutKey(file: Readonly<Record<string, unknown>>, key: string): unknown {
  const { [key]: _, ...others } = file;
  return { ...others, ...EMPTY[key] };
}

const EMPTY: Readonly<Record<string, object>> = {
  version: { version: 1 },
  rules: { rules: [] },
  placements: { placements: {} },
};

function mended(top: string, value: unknown, name: string, inner: readonly string[], isThorough: boolean): unknown {
  if (top === 'rules') return mendedRule(value, name, inner, isThorough);
  if (top === 'placements') return mendedPlacement(value, inner, isThorough);
  return IN_ORDER[top];
}

const IN_ORDER: Readonly<Record<string, unknown>> = { segments: true, scores: [], groups: {}, holdouts: { share: 0 } };

function mendedRule(value: unknown, name: string, [field]: readonly string[], isThorough: boolean): unknown {
  if (isRecord(value) && !isThorough && field === 'when') return { ...value, when: true };
  const id = isRecord(value) && !isThorough && typeof value.id === 'string' && value.id ? value.id : `\u0000${name}`;
  return { id, when: true };
}

function mendedPlacement(value: unknown, [list, index]: readonly string[], isThorough: boolean): unknown {
  const candidates = isRecord(value) ? value.candidates : undefined;
  if (list !== 'candidates' || index === undefined || !isContainer(candidates)) return { candidates: [] };
  const candidate: unknown = Reflect.get(candidates, index);
  const id = isRecord(candidate) && !isThorough && typeof candidate.id === 'string' ? candidate.id : `\u0000${index}`;
  return { ...(isRecord(value) && value), candidates: replaced(candidates, index, { id, when: true, content: null }) };
}

function replaced(members: object, name: string, value: unknown): unknown {
  if (Array.isArray(members)) return members.map((each: unknown, index) => (String(index) === name ? value : each));
  return Object.fromEntries(Object.entries(members).map(([key, each]) => [key, key === name ? value : each]));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
