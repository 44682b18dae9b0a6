import { type Bits, readBits, writeBits } from './bits.ts';
import { orUndefined } from './or-undefined.ts';
import { refuse } from './refuse.ts';
import { codeCore, codePublisher } from './segments.ts';
import type { TcModel } from './tc-model.ts';
import { codeVendors } from './vendor-ids.ts';

/** Longer than any string that the format can need for real vendors. */
const MAX_LENGTH = 2 ** 17;
const TYPE_BITS = 3;
/** The segments, each at the number that it begins with. */
const SEGMENTS = ['core', 'vendorsDisclosed', 'vendorsAllowed', 'publisher'] as const;

/**
 * Reads a TC string. Nothing is taken for granted: a cut or forged string, ids out of order, segments twice, and strings of
 * version 1 are refused.
 *
 * @throws KindredError `invalid-signal`; `at` is the JSON Pointer of the field
 *
 * @example
 * ```ts
 * import { decodeTcString } from 'kindred/consent/tcf';
 *
 * const { vendorConsents } = decodeTcString('CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA');
 * console.log(vendorConsents);
 * ```
 */
export function decodeTcString(text: unknown): TcModel {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return refuse('', 'is too long, or none');
  const [core = '', ...others] = text.split('.');
  const model: { -readonly [Key in keyof TcModel]: TcModel[Key] } = codeCore(readBits(core), {});
  for (const segment of others) {
    const bits = readBits(segment);
    const name = SEGMENTS[bits.int('', TYPE_BITS, 0)] ?? refuse('', 'has a segment of an unknown type');
    if (name === 'core' || model[name]) refuse(name, 'is there twice');
    else if (name === 'publisher') model.publisher = codePublisher(bits, {});
    else model[name] = codeVendors(bits, name, []);
  }
  return model;
}

/**
 * Reads a TC string as {@link decodeTcString} does, and answers `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { readTcString } from 'kindred/consent/tcf';
 *
 * console.log(readTcString('A')); // undefined
 * ```
 */
export const readTcString: (text: unknown) => TcModel | undefined = /* @__PURE__ */ orUndefined(decodeTcString);

/**
 * Writes a TC string: the core, the disclosed vendors, which version 2.3 requires, and what else the model has. Vendors become
 * bits or ranges, whichever is shorter. `decodeTcString` undoes it.
 *
 * @throws KindredError `invalid-signal` for a value that the format cannot hold; `at` is its JSON Pointer
 *
 * @example
 * ```ts
 * import { decodeTcString, encodeTcString } from 'kindred/consent/tcf';
 *
 * const model = decodeTcString('CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA');
 * console.log(encodeTcString({ ...model, vendorConsents: [] }));
 * ```
 */
export function encodeTcString(model: TcModel): string {
  const { vendorsDisclosed = [], vendorsAllowed, publisher } = model;
  return [
    segment('core', (bits) => codeCore(bits, model)),
    segment('vendorsDisclosed', (bits) => codeVendors(bits, 'vendorsDisclosed', vendorsDisclosed)),
    vendorsAllowed && segment('vendorsAllowed', (bits) => codeVendors(bits, 'vendorsAllowed', vendorsAllowed)),
    publisher && segment('publisher', (bits) => codePublisher(bits, publisher)),
  ]
    .filter(Boolean)
    .join('.');
}

/** The core needs no number: its version begins with the bits of it. */
function segment(name: (typeof SEGMENTS)[number], code: (bits: Bits) => unknown): string {
  const bits = writeBits();
  if (name !== 'core') bits.int(name, TYPE_BITS, SEGMENTS.indexOf(name));
  code(bits);
  return bits.text();
}
