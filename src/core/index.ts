// What everything else stands on. Pure: no globals of a browser or of Node.
export { BASE64_URL, fromBase64Url, toBase64Url } from './base64-url.ts';
export { canonicalJson } from './canonical-json.ts';
export { deepFreeze } from './deep-freeze.ts';
export { createEmitter } from './emitter.ts';
export { ERROR_CODES, type ErrorCode, type ErrorDetails, isKindredError, KindredError } from './error.ts';
export { type Is, isFormed, isListOf, isOneOf, isPositive, isString, isText, isUnsetOr } from './forms.ts';
export { frozenJson } from './frozen-json.ts';
export {
  type AnonymousId,
  createAnonymousId,
  createId,
  isAnonymousId,
  isUserId,
  type UserId,
} from './ids.ts';
export { isRecord, type Json, ownValue } from './json.ts';
export { pointerTo } from './json-pointer.ts';
export { murmur3 } from './murmur3.ts';
export { nearestName } from './nearest-name.ts';
export type {
  Belongings,
  Clock,
  CookieJar,
  Digest,
  KeyValueStore,
  Locks,
  Logger,
  PageLifecycle,
  Platform,
  Random,
  Residue,
  Sender,
  SendOutcome,
  Sweeper,
  TextStore,
  Timers,
} from './ports.ts';
export { seededRandom } from './random.ts';
export { hmacSha256, sha256 } from './sha256.ts';
export { toHex, utf8 } from './text-bytes.ts';
