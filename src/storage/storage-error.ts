import { isKindredError, KindredError } from '../core/index.ts';

const QUOTA_ERRORS = ['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'];

/** What a browser throws at a store, in our words: no room, a value that cannot be kept, or no storage here at all. */
export function storageError(store: string, cause: unknown): KindredError {
  if (isKindredError(cause)) return cause;
  const name = cause instanceof Error ? cause.name : '';
  if (QUOTA_ERRORS.includes(name)) {
    return new KindredError('storage-full', `${store}: no room left. What was stored before is kept.`, { cause });
  }
  if (name === 'DataCloneError') return unstorable(store, cause);
  return new KindredError('storage-unavailable', `${store}: the browser does not allow it here.`, { cause });
}

/** For a value that no store of this kind can hold: a function, a symbol, a circle. */
export function unstorable(store: string, cause?: unknown): KindredError {
  return new KindredError('invalid-input', `${store}: this value cannot be stored. Give plain data.`, { cause });
}
