import { KindredError } from '../../core/index.ts';
import { HEAD_BYTES } from './memory-plan.ts';

/** WebAssembly's addresses have 32 bits. */
const MOST_BYTES = 2 ** 32;

/** Gives addresses away, one after another, each a multiple of 64: a line of the cache. */
export interface Layout {
  /** The address of so many bytes. */
  take(bytes: number): number;
  /** All that was given away. */
  readonly bytes: number;
}

export function createLayout(): Layout {
  let bytes = HEAD_BYTES;
  return {
    take(wanted) {
      const address = bytes;
      bytes += Math.ceil(wanted / 64) * 64;
      return address;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** @throws KindredError `invalid-input` where the memory of a kernel cannot hold it */
export function checkRoom(layout: Layout, what: string): void {
  if (layout.bytes <= MOST_BYTES) return;
  const gigabytes = (layout.bytes / 2 ** 30).toFixed(1);
  throw new KindredError(
    'invalid-input',
    `${what} needs ${gigabytes} GB of working memory, and a kernel has 4. Leave out rare items, or use an algorithm that counts.`,
  );
}
