import { type Digest, KindredError, type Logger, type Platform, type Random, type Timers } from '../core/index.ts';

/** What may differ from one Node program to another. */
export interface NodePlatformOptions {
  /** Whether a timer that waits keeps the process alive. Default: true; false suits a library inside somebody's server. */
  readonly timersKeepAlive?: boolean;
}

/** The ports over Node's globals, which are read late so that they can be replaced. No Node module is imported. */
export function nodePlatform({ timersKeepAlive = true }: NodePlatformOptions = {}): Platform {
  return {
    clock: { now: () => Date.now() },
    random: cryptographicRandom,
    timers: nodeTimers(timersKeepAlive),
    logger: consoleLogger,
    digest: webCryptoDigest,
  };
}

/** What `getRandomValues` gives in one call (W3C Web Cryptography, 10.1.1). */
const QUOTA_BYTES = 65_536;

const cryptographicRandom: Random = {
  next: () => {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    // 53 bits: as many as a double holds below 1.
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
  },
  bytes: (length) => {
    const bytes = new Uint8Array(length);
    for (let start = 0; start < length; start += QUOTA_BYTES) {
      crypto.getRandomValues(bytes.subarray(start, start + QUOTA_BYTES));
    }
    return bytes;
  },
};

function nodeTimers(keepAlive: boolean): Timers {
  return {
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

const consoleLogger: Logger = {
  warn: (message, ...cause) => console.warn(message, ...cause),
  error: (message, ...cause) => console.error(message, ...cause),
};

const webCryptoDigest: Digest = {
  async sha256(bytes) {
    try {
      return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
    } catch (cause) {
      throw new KindredError('unavailable', 'SHA-256 is not available: this Node has no WebCrypto.', { cause });
    }
  },
};
