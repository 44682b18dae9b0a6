// What of this folder pages need before anything else. Bundlers that split code load all that an index names as soon as one name of it is used,
// and hashes and the like are for later.
export { deepFreeze } from './deep-freeze.ts';
export { createEmitter } from './emitter.ts';
export { isKindredError, KindredError } from './error.ts';
export { type Is, isFormed, isListOf, isOneOf, isPositive, isString, isUnsetOr } from './forms.ts';
export { createAnonymousId, createId, isAnonymousId, isUserId } from './ids.ts';
export { isRecord, ownValue } from './json.ts';
export { toHex } from './text-bytes.ts';
