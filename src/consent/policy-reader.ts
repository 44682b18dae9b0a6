import { type Is, isListOf, isRecord, isString, isText, KindredError } from '../core/index.ts';

/** What a member must be, and in words. */
type Form<Value> = readonly [is: Is<Value>, must: string];

export const TEXT: Form<string> = [isText, 'must be a text'];
export const ANY_TEXT: Form<string> = [isString, 'must be a text'];
export const TEXTS: Form<readonly string[]> = [/* @__PURE__ */ isListOf(isText), 'must be a list of texts'];

/** Reads one member. @throws KindredError `invalid-policy` with its JSON Pointer unless it is what it must be */
type Read = <Value>(name: string, form: Form<Value>, otherwise?: Value) => Value;

/** Reads an object member by member; `at` is its JSON Pointer. @throws KindredError `invalid-policy` where it is none */
export function membersOf(input: unknown, at: string): Read {
  need(isRecord(input), at, 'must be an object');
  return (name, [is, must], otherwise) => {
    const value = input[name] === undefined ? otherwise : input[name];
    need(is(value), `${at}/${name}`, must);
    return value;
  };
}

/** Those members that are texts. */
export function textsAmong(input: unknown, names?: readonly string[]): Readonly<Record<string, unknown>> {
  const members = Object.entries(isRecord(input) ? input : {});
  return Object.fromEntries(members.filter(([name, value]) => isText(value) && (names?.includes(name) ?? true)));
}

/** @throws KindredError `invalid-policy` unless what the policy needs is there. */
export function need(isThere: boolean, at: string, problem: string): asserts isThere {
  if (!isThere) throw new KindredError('invalid-policy', `Policy: ${at || 'it'} ${problem}.`, { at });
}
