import { KindredError, utf8 } from '../../core/index.ts';

/** A secret of at least 16 bytes that only the site's servers know; a text stands for its UTF-8. */
export type TokenKey = Uint8Array | string;

/** The bytes of a key. @throws KindredError `invalid-options` where they are too few */
export function keyBytes(key: TokenKey): Uint8Array {
  const bytes = typeof key === 'string' ? utf8(key) : key;
  if (bytes instanceof Uint8Array && bytes.length >= 16) return bytes;
  throw new KindredError('invalid-options', 'key: give at least 16 bytes that nobody can guess.', { at: 'key' });
}
