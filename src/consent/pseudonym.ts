import { fromBase64Url, hmacSha256, type Random, type TextStore, toBase64Url, toHex, utf8 } from '../core/index.ts';

/** Makes the names by which single parties know the person. */
export interface Pseudonyms {
  /** Of an id, for one party: 32 hex digits in the form of a UUID. The same each time, and not to be joined with another party's. */
  of(party: string, id: string): string;
  /** Destroys the key: from then on nobody can tell that old and new pseudonyms were one person's. */
  destroy(): void;
}

const KEY_NAME = 'pairwise';
const KEY_BYTES = 32;

/**
 * Pairwise pseudonyms: HMAC-SHA-256 (RFC 2104) over party and id with a key that never leaves the device. The idea is that of pairwise
 * identifiers (OpenID Connect Core 1.0, 8.1), with the key on the person's side.
 */
export function createPseudonyms(random: Random, store: TextStore): Pseudonyms {
  let key: Uint8Array | undefined;

  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch {
      // Where nothing can be kept the key holds for this page.
      return undefined;
    }
  };

  const keyOf = (): Uint8Array => {
    const stored = fromBase64Url(attempt(() => store.get(KEY_NAME)) ?? '');
    key = stored?.length === KEY_BYTES ? stored : (key ?? random.bytes(KEY_BYTES));
    const text = toBase64Url(key);
    if (key !== stored) attempt(() => store.set(KEY_NAME, text));
    return key;
  };

  return {
    of(party, id) {
      // A length in front keeps apart what the two parts could share.
      const digest = toHex(hmacSha256(keyOf(), utf8(`${party.length} ${party} ${id}`)).subarray(0, 16));
      return digest.replace(/(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
    },
    destroy() {
      key = undefined;
      attempt(() => store.delete(KEY_NAME));
    },
  };
}
