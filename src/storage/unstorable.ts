import { KindredError } from '../core/index.ts';

/** For a value that no store of this kind can hold: a function, a symbol, a circle. */
export function unstorable(store: string, cause?: unknown): KindredError {
  return new KindredError('invalid-input', `${store}: this value cannot be stored. Give plain data.`, { cause });
}

/** Whether the structured clone algorithm refused a value. */
export function isCloneError(error: unknown): boolean {
  return error instanceof Error && error.name === 'DataCloneError';
}
