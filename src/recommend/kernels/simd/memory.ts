import { KindredError } from '../../../core/index.ts';

const PAGE = 65_536;
/** 64 MiB. */
const SMALL = 2 ** 26;

/**
 * A memory of at least so many bytes.
 *
 * @throws KindredError `unavailable` where there is not so much
 */
export function allocate(bytes: number, shared: boolean): WebAssembly.Memory {
  try {
    return memoryOf(bytes, shared);
  } catch (cause) {
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new KindredError(
      'unavailable',
      `Training needs ${gigabytes} GB of working memory, which are not to be had here. Leave out rare items, or use an algorithm that counts.`,
      { cause },
    );
  }
}

/** The same for what can be done without; `undefined` where there is not so much. */
export function reserve(bytes: number): WebAssembly.Memory | undefined {
  try {
    return memoryOf(bytes, false);
  } catch {
    return undefined;
  }
}

function memoryOf(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
}

/** A memory is kept for the next call, unless it is too small, or much too large. */
export function isFit({ buffer }: WebAssembly.Memory, bytes: number): boolean {
  return buffer.byteLength >= bytes && buffer.byteLength <= Math.max(4 * bytes, SMALL);
}
