import { readBits, toBits, writeBits } from './bits.ts';
import { invalid } from './invalid.ts';
import { type Field, type Layout, layoutOf, US_SECTIONS, type UsFieldName, type UsSectionName } from './layouts.ts';

/**
 * What a US section says, under the names of the specifications. Opt-outs: 0 not applicable, 1 opted out, 2 did not opt out. Consents:
 * 0 not applicable, 1 no consent, 2 consent. Notices and modes: 0 not applicable, 1 yes, 2 no; but `MspaMode` has 1 for opt-out option
 * mode and 2 for service provider mode. Sensitive data has a list, a number for each category, and so has what concerns children where
 * the law tells ages apart. Each section has its own fields.
 */
export type UsFields = Readonly<Partial<Record<UsFieldName, number | readonly number[]>>>;

/** The fields, and whether Global Privacy Control was on: `undefined` where the section does not tell. */
export interface UsContent {
  readonly fields: UsFields;
  readonly gpc: boolean | undefined;
}

/** The id of the first of {@link US_SECTIONS}. */
export const FIRST_US_ID = 7;

/** From this section on they begin with the version of the agreement instead of their own. */
const FIRST_OF_AGREEMENT = 24;

/** The second version of `usnat` has more categories; its core has at least so many characters. */
const USNAT_2_LENGTH = 12;

/** The sub-section Gpc as a number: type 1 in two bits, and false or true in one. */
const GPC_OFF = 0b010;
const GPC_ON = 0b011;

/**
 * The content of a section, or `undefined` where it is of a version that this release does not know.
 *
 * @throws KindredError `invalid-signal`
 */
export function decodeUs(name: UsSectionName, text: string, at: string): UsContent | undefined {
  const texts = text.split('.');
  const [core = ''] = texts;
  const version = readBits(core, at).take(6);
  if (!isKnown(name, version)) return undefined;
  // The length decides, not the version: early writers of the second layout called it version 1, and the other way round.
  const layout = layoutOf(name, core.length < USNAT_2_LENGTH);
  if (texts.length > layout.length) throw invalid(at, 'has an unknown part');
  const { Gpc, ...fields } = takeFields(layout, layoutOf(name, version === 1), texts, at);
  if (Gpc !== undefined && Gpc !== GPC_OFF && Gpc !== GPC_ON) throw invalid(at, 'has an unknown part');
  return { fields, gpc: Gpc && Gpc === GPC_ON };
}

/**
 * A section from its content. All fields of its core must be there; the sub-section is written when its content is there.
 *
 * @throws KindredError `invalid-signal`
 */
export function encodeUs(name: UsSectionName, { fields, gpc }: UsContent, at: string): string {
  const { Version, MspaVersion } = fields;
  if (!isKnown(name, Version ?? MspaVersion)) throw invalid(at, 'has an unknown part');
  const values: Readonly<Record<string, unknown>> =
    gpc === undefined ? fields : { ...fields, Gpc: gpc ? GPC_ON : GPC_OFF };
  return layoutOf(name, Version === 1)
    .filter((part, index) => index === 0 || part.some((field) => values[field.name]))
    .map((part) => writeBits(part.map((field) => bitsOf(field, values[field.name], at)).join('')))
    .join('.');
}

/**
 * Sections that begin with the version of the agreement have one layout so far. One that begins with its own id has the header that
 * the drafts of 2025-10 describe and nobody writes: its list of sub-sections holds a 0, which the code of that list cannot express.
 */
function isKnown(name: UsSectionName, version: unknown): boolean {
  const id = US_SECTIONS.indexOf(name) + FIRST_US_ID;
  if (id >= FIRST_OF_AGREEMENT) return version !== id;
  return version === 1 || (version === 2 && name === 'usnat');
}

type AllFields = Record<string, number | readonly number[]>;

/** Reads by one layout, and gives lists the length that they have in another. */
function takeFields(layout: Layout, shape: Layout, texts: readonly string[], at: string): AllFields {
  const fields: AllFields = {};
  texts.forEach((text, part) => {
    const bits = readBits(text, at);
    layout[part]?.forEach(({ name, width, count }, index) => {
      const values: number[] = [];
      do values.push(bits.take(width));
      while (values.length < count);
      const length = shape[part]?.[index]?.count ?? 0;
      while (values.length < length) values.push(0);
      fields[name] = length ? values.slice(0, length) : (values[0] ?? 0);
    });
    bits.end();
  });
  return fields;
}

function bitsOf({ name, width, count }: Field, value: unknown, at: string): string {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  let bits = '';
  for (const one of values) {
    // The bits that fit are the whole number itself, or it is not one that fits.
    if (typeof one === 'number' && one === (one & (2 ** width - 1))) bits += toBits(one, width);
  }
  if (bits.length !== (count || 1) * width) throw invalid(`${at}/fields/${name}`, 'does not fit its field');
  return bits;
}
