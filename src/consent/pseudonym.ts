import { fromBase64Url, hmacSha256, type Random, type TextStore, toBase64Url, toHex, utf8 } from '../core/index.ts';

/** Makes the names by which single parties know the person. */
export interface Pseudonyms {
  /** Of an id, for one party, in the form of a UUID. The same each time, and not to be joined with another party's. */
  of(party: string, id: string): string;
  /** Destroys a party's key: from then on nobody can tell that its old pseudonyms and new ones were one person's. */
  destroy(party: string): void;
}

const KEY_BYTES = 32;

/**
 * Pairwise pseudonyms: HMAC-SHA-256 (RFC 2104) of an id with a key that is made for one party and never leaves the device. The idea is that of
 * pairwise identifiers (OpenID Connect Core 1.0, 8.1), with the keys on the person's side. Where the store keeps nothing a key
 * holds for the page.
 *
 * @example
 * ```ts
 * import { createPseudonyms } from 'kindred/consent';
 * import { memoryTextStore } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const pseudonyms = createPseudonyms(memoryPlatform().random, memoryTextStore());
 * pseudonyms.of('ads.example', 'a1') === pseudonyms.of('stats.example', 'a1'); // false
 * ```
 */
export function createPseudonyms(random: Random, store: TextStore): Pseudonyms {
  const keys = new Map<string, Uint8Array>();

  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };

  const keyOf = (party: string): Uint8Array => {
    // Another tab may have made it first.
    const stored = fromBase64Url(attempt(() => store.get(party)) ?? '');
    const key = stored?.length === KEY_BYTES ? stored : (keys.get(party) ?? random.bytes(KEY_BYTES));
    if (key !== stored) attempt(() => store.set(party, toBase64Url(key)));
    keys.set(party, key);
    return key;
  };

  return {
    of(party, id) {
      const digest = toHex(hmacSha256(keyOf(party), utf8(id)).subarray(0, 16));
      return digest.replace(/(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
    },
    destroy(party) {
      keys.delete(party);
      attempt(() => store.delete(party));
    },
  };
}
