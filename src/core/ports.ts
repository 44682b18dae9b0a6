/**
 * The ambient world, as small interfaces. Pure folders take these instead of reaching for globals; `platform` fulfils them
 * in a browser and in Node, `testing` in memory with a clock that tests move.
 */

/** Tells the time. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** Makes randomness. Ids that must not be guessed need a `bytes` from a cryptographic source. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  bytes(length: number): Uint8Array;
}

/** Runs things later. */
export interface Timers {
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** Takes reports for the developer. Reports never contain visitor data. */
export interface Logger {
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
}

/** Computes digests. */
export interface Digest {
  /** SHA-256 (FIPS 180-4), 32 bytes. Rejects with `unavailable` where the page is not a secure context. */
  sha256(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A store of structured-clone values by key. One contract holds every driver: `storageContract` in `kindred/testing`. */
export interface KeyValueStore {
  readonly name: string;
  /** The value, or `undefined` where there is none. */
  get(key: string): Promise<unknown>;
  /** @throws KindredError `storage-full`, `storage-unavailable` (as a rejection; what was stored before stays) */
  set(key: string, value: unknown): Promise<void>;
  /** Reads, changes and writes in one step, so that two tabs do not overwrite each other. `undefined` deletes. */
  update(key: string, change: (current: unknown) => unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

/** A synchronous store of strings, for what must be safe before the current task ends (web storage). */
export interface TextStore {
  readonly name: string;
  get(key: string): string | undefined;
  /** @throws KindredError `storage-full`, `storage-unavailable` */
  set(key: string, value: string): void;
  delete(key: string): void;
  keys(): readonly string[];
}

/** The cookies that this page can see. */
export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string, options: { readonly maxAgeSeconds: number }): void;
  /** Removes what this page sees under that name, wherever it belongs; at a path that is named also what it does not see. */
  remove(name: string, path?: string): void;
  names(): readonly string[];
}

/** Things in a browser, by name; a trailing `*` stands for anything that begins so. */
export interface Belongings {
  /** A name in full may be followed by a path, where cookies go that other pages do not see: `visits; Path=/account`. */
  readonly cookies?: readonly string[];
  readonly localStorage?: readonly string[];
  readonly sessionStorage?: readonly string[];
  /** IndexedDB databases. */
  readonly databases?: readonly string[];
  /** Of Cache Storage. */
  readonly caches?: readonly string[];
}

/** Something that could not be removed. */
export interface Residue {
  readonly kind: keyof Belongings;
  readonly name: string;
}

/** Removes things from this browser, and looks whether they are gone. */
export interface Sweeper {
  /** What is still there after removing all that matches. Never rejects. */
  sweep(belongings: Belongings): Promise<readonly Residue[]>;
}

/** What became of one sending. */
export type SendOutcome =
  /** Taken. `rejected` counts the events in it that the other side will never take. */
  | { readonly kind: 'delivered'; readonly rejected?: number }
  /** The other side will never take this body (HTTP 4xx but 408, 425, 429): sending it again is useless. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Not now: no network, a server error, or no room; the body must be kept. */
  | { readonly kind: 'failed'; readonly retryAfterMs?: number };

/** Sends a body to the collector. Never throws and never rejects: the outcome says what happened. */
export interface Sender {
  readonly name: string;
  /** `keepalive` asks for a sending that outlives the page. */
  send(body: string, options: { readonly keepalive: boolean }): Promise<SendOutcome>;
}

/** Tells when the page may be about to end. */
export interface PageLifecycle {
  /** Called when the page becomes hidden, is frozen or is left; maybe more than once. */
  onHide(listener: () => void): () => void;
}

/** Named locks that end with their holder, also when it crashes (Web Locks). */
export interface Locks {
  /** The release function when the lock was free, `undefined` when somebody else holds it. */
  tryHold(name: string): Promise<(() => void) | undefined>;
}

/** The ports that every composition needs. */
export interface Platform {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly digest: Digest;
}
