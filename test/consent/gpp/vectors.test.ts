import { describe, expect, test } from 'vitest';
import { encodeHeader, fibonacci } from '../../../src/consent/gpp/header.ts';
import { decodeGpp, encodeGpp, type GppSection, readGpp, US_SECTIONS } from '../../../src/consent/gpp/index.ts';
import { readTcString } from '../../../src/consent/tcf/index.ts';
import { FIBONACCI, GPP_VECTORS, type GppVector, HAS_VECTORS } from './vectors.ts';

/** The string of a vector; of one that is a section alone, the string with that section. */
function stringOf({ text, sectionId }: GppVector): string {
  return sectionId === undefined ? text : `${encodeHeader([sectionId])}~${text}`;
}

/**
 * What the reference says of a section, made from ours: it takes a sub-section that is not there for one that says false or 0, and
 * calls the type of the sub-section GpcSegmentType.
 */
function asReference(section: GppSection): unknown {
  if (section.kind === 'opaque') return section.text;
  if (section.kind === 'usp') return section.fields;
  const { name, fields, gpc = false } = section;
  if (WITHOUT_GPC.includes(name)) return fields;
  if (WITH_SENSITIVE_PART.includes(name)) return { SensitiveDataProcessing: Array(8).fill(0), ...fields };
  return { ...fields, GpcSegmentType: 1, Gpc: gpc };
}

const WITHOUT_GPC: readonly string[] = ['usva', 'usut', 'usfl'];
const WITH_SENSITIVE_PART: readonly string[] = ['usin', 'usky', 'usri'];

/** The sections of Europe and Canada are carried as they are; `kindred/consent/tcf` reads the first. */
const CARRIED: readonly string[] = ['tcfeuv2', 'tcfcav1'];

/** A TC string by itself is no GPP string; the reference takes it for one. */
const isTcString = ({ text }: GppVector) => text.startsWith('C') && !text.includes('~');

describe.skipIf(!HAS_VECTORS)('the shared vectors', () => {
  const strings = GPP_VECTORS.filter((vector) => vector.sectionId !== undefined || !isTcString(vector));
  const readable = strings.filter(({ sections }) => sections);
  const refused = strings.filter(({ sections }) => !sections);

  test('are all there', () => {
    expect([GPP_VECTORS.length, readable.length, refused.length]).toEqual([62, 55, 6]);
    expect(new Set(readable.flatMap(({ sections }) => Object.keys(sections ?? {})))).toEqual(
      new Set([...CARRIED, 'uspv1', ...US_SECTIONS]),
    );
  });

  test.each(readable.map((vector) => [stringOf(vector), vector] as const))(
    '%s says what the reference says',
    (text, vector) => {
      const { sections } = decodeGpp(text);
      const texts = text.split('~').slice(1);
      expect(sections.map(({ id }) => id)).toEqual(vector.ids);
      const said = Object.fromEntries(sections.map((section) => [section.name, asReference(section)]));
      const expected = Object.entries(vector.sections ?? {}).map(([name, fields], index) => [
        name,
        CARRIED.includes(name) ? texts[index] : fields,
      ]);
      expect(said).toEqual(Object.fromEntries(expected));
    },
  );

  test.each(refused.map(({ text }) => text))('%s is refused', (text) => {
    expect(() => decodeGpp(text)).toThrow(expect.objectContaining({ code: 'invalid-signal', at: '/header' }));
  });

  test('a TC string of Europe is carried so that the part for the TCF reads what the reference reads', () => {
    // Two more come from the platform 0, which is nobody's: the part for the TCF refuses those.
    const carried = readable.filter(({ sections }) => sections?.tcfeuv2?.CmpId);
    expect(carried).toHaveLength(4);
    for (const vector of carried) {
      const section = decodeGpp(stringOf(vector)).sections.find(({ id }) => id === 2);
      const model = readTcString(section?.kind === 'opaque' ? section.text : undefined);
      const { CmpId, ConsentLanguage, VendorConsents, VendorLegitimateInterests } = vector.sections?.tcfeuv2 ?? {};
      expect(model).toMatchObject({
        cmpId: CmpId,
        consentLanguage: ConsentLanguage,
        vendorConsents: VendorConsents,
        vendorLegitimateInterests: VendorLegitimateInterests,
      });
    }
  });

  test('a TC string by itself is refused', () => {
    const alone = GPP_VECTORS.filter((vector) => vector.sectionId === undefined && isTcString(vector));
    expect(alone.map(({ text }) => readGpp(text))).toEqual([undefined]);
  });

  test('are written again as they were, but where they are not padded to bytes, or a version and its length disagree', () => {
    const texts = readable.map(stringOf);
    const rewritten = texts.filter((text) => encodeGpp(decodeGpp(text)) !== text);
    expect(rewritten).toEqual(['DBABLA~CVQqAAAACg', 'DBABL~BVQVAAAAAg', 'DBABL~BVVKqqqqgg', 'DBABLA~BVAoAAAAAABk.QA']);
    for (const text of rewritten) expect(decodeGpp(encodeGpp(decodeGpp(text)))).toEqual(decodeGpp(text));
  });

  test.each(FIBONACCI)('%i is %s', (value, code) => {
    expect(fibonacci(value)).toBe(code);
  });
});
