import { KindredError } from '../core/at-once.ts';

/** What a browser throws at a store, in our words: there is no room, or no storage at all. */
export function storageError(store: string, cause: unknown): KindredError {
  // `QuotaExceededError`; Firefox says `NS_ERROR_DOM_QUOTA_REACHED`.
  return cause instanceof Error && /quota/i.test(cause.name)
    ? new KindredError('storage-full', `${store} is full; what it held is kept.`, { cause })
    : new KindredError('storage-unavailable', `${store} is not allowed here.`, { cause });
}
