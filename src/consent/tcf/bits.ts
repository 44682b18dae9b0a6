import { BASE64_URL } from '../../core/index.ts';
import { refuse } from './refuse.ts';

/**
 * The bits of one segment, read or written in order. One description of a segment serves both directions: a reader answers
 * what is there and ignores `value`; a writer puts `value` there and answers it.
 */
export interface Bits {
  /** A whole number of `width` bits, the highest first. */
  int(at: string, width: number, value: number): number;
  /** One bit for each id from 1 to `size`. */
  ids(at: string, size: number, value: readonly number[]): readonly number[];
}

/** A writer, and the text of what was written. */
export interface BitWriter extends Bits {
  text(): string;
}

/** Reads a segment. @throws KindredError `invalid-signal` for a character that is not base64url, and for reading past the end */
export function readBits(segment: string): Bits {
  if (!/^[\w-]*$/.test(segment)) refuse('', 'is not base64url');
  let index = 0;
  let sextet = 0;
  let mask = 0;

  return {
    int(at, width) {
      let value = 0;
      for (let left = width; left > 0; left--) value = value * 2 + (next(at) ? 1 : 0);
      return value;
    },
    ids(at, size) {
      const ids: number[] = [];
      for (let id = 1; id <= size; id++) if (next(at)) ids.push(id);
      return ids;
    },
  };

  function next(at: string): number {
    if (mask === 0) {
      if (index === segment.length) refuse(at, 'is cut off');
      sextet = sextetOf(segment.charCodeAt(index++));
      mask = 32;
    }
    const bit = sextet & mask;
    mask >>= 1;
    return bit;
  }
}

/** Writes a segment. @throws KindredError `invalid-signal` for a value that does not fit */
export function writeBits(): BitWriter {
  let text = '';
  /** A leading 1 marks how many bits wait: 1 is none, and 64 and more is a character. */
  let waiting = 1;

  function put(bit: number): void {
    waiting = waiting * 2 + bit;
    if (waiting < 64) return;
    text += BASE64_URL[waiting - 64];
    waiting = 1;
  }

  return {
    int(at, width, value) {
      if (!Number.isInteger(value) || value < 0 || value >= 2 ** width) refuse(at, `needs ${width} bits`);
      // Thirty-six bits do not fit into a shift, but dividing keeps the lowest bit right.
      for (let weight = 2 ** (width - 1); weight >= 1; weight /= 2) put((value / weight) & 1);
      return value;
    },
    ids(at, size, value) {
      const ids = ascending(value);
      let next = 0;
      for (let id = 1; id <= size; id++) {
        const isOn = ids[next] === id;
        if (isOn) next++;
        put(isOn ? 1 : 0);
      }
      if (next < ids.length) refuse(at, `takes ids from 1 to ${size}`);
      return ids;
    },
    text() {
      // Whole bytes and whole characters: four characters are three bytes.
      while (waiting > 1 || text.length % 4 > 0) put(0);
      return text;
    },
  };
}

/** Each id once, in order. */
export function ascending(ids: readonly number[]): readonly number[] {
  const isAscending = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));
  return isAscending ? ids : [...new Set(ids)].sort((a, b) => a - b);
}

/** The place of a character in the alphabet, by its code. */
function sextetOf(code: number): number {
  if (code > 96) return code - 71;
  if (code > 64) return code === 95 ? 63 : code - 65;
  return code > 45 ? code + 4 : 62;
}
