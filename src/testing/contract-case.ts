// What the contracts of the stores are made of: cases that need no test runner, and what they say when a store breaks one.
import { canonicalJson, type ErrorCode, isKindredError, KindredError } from '../core/index.ts';

/** One case of the contract of a store. */
export interface ContractCase<Store> {
  readonly name: string;
  /** Rejects with an error that says what was expected. `create` gives an empty store each time; the case closes it. */
  run(create: () => Store | Promise<Store>): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/** A case of one store, which is closed whatever the check finds. */
export function contractCase<Store extends Closable>(
  name: string,
  check: (store: Store) => Promise<void>,
): ContractCase<Store> {
  return {
    name,
    async run(create) {
      const store = await create();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  };
}

/** Throws unless both are the same as JSON; nothing at all is another thing than `null`. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [seen, wanted] = [written(actual), written(expected)];
  if (seen !== wanted) broken(`${what} should be ${shortened(wanted)} and is ${shortened(seen)}`);
}

/** Rejects unless the call is rejected with an error of that code. */
export async function rejects(call: () => Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await rejection(call);
  if (error === undefined) broken(`the call should be rejected with ${code}, and is not`);
  equal(isKindredError(error) ? error.code : String(error), code, 'the code of the rejection');
}

/** What the call is rejected with, or `undefined` when it is not. */
export async function rejection(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

function broken(how: string): never {
  throw new KindredError('invalid-input', `The store breaks its contract: ${how}.`);
}

function written(value: unknown): string {
  return value === undefined ? 'undefined' : canonicalJson(value);
}

function shortened(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
