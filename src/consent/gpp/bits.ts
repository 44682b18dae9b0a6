import { BASE64_URL } from '../../core/index.ts';
import { invalid } from './invalid.ts';

/** The bits of each character. */
const SEXTETS = /* @__PURE__ */ new Map(Array.from(BASE64_URL, (character, value) => [character, toBits(value, 6)]));

/** Reads numbers from the bits of a base64url text, the most significant bit first. */
export interface BitReader {
  /** @throws KindredError `invalid-signal` where the text ends before */
  take(width: number): number;
  /** The bits up to and with the next two ones in a row. @throws KindredError `invalid-signal` where there are none */
  takeCode(): string;
  /** Checks that nothing but padding is left. @throws KindredError `invalid-signal` */
  end(): void;
}

/** Opens a text for reading; `at` is the place that errors name. @throws KindredError `invalid-signal` */
export function readBits(text: string, at: string): BitReader {
  let bits = '';
  for (const character of text) {
    const sextet = SEXTETS.get(character);
    if (!sextet) throw invalid(at, 'is not base64url');
    bits += sextet;
  }
  let position = 0;

  function takeTo(end: number): string {
    if (end < position || end > bits.length) throw invalid(at, 'is cut short');
    const taken = bits.slice(position, end);
    position = end;
    return taken;
  }

  return {
    take: (width) => Number.parseInt(takeTo(position + width), 2),
    takeCode: () => takeTo(bits.indexOf('11', position) + 2),
    end() {
      if (bits.includes('1', position)) throw invalid(at, 'is too long');
    },
  };
}

/** A number as bits, padded to a width. */
export function toBits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

/**
 * Bits as base64url. Padded to whole bytes and then to whole characters, as the strings in use are (the examples of the specification
 * pad in both ways; readers take either).
 */
export function writeBits(bits: string): string {
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return bytes.replace(/.{1,6}/g, (sextet) => BASE64_URL.charAt(Number.parseInt(sextet.padEnd(6, '0'), 2)));
}
