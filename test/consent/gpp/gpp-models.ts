import * as fc from 'fast-check';
import { type GppModel, type GppSection, US_SECTIONS, type UsSectionName } from '../../../src/consent/gpp/index.ts';
import { type Field, layoutOf } from '../../../src/consent/gpp/layouts.ts';

const FIRST_US_ID = 7;
const two = fc.integer({ min: 0, max: 3 });

function contentOf(field: Field): fc.Arbitrary<number | readonly number[]> {
  return field.count ? fc.array(two, { minLength: field.count, maxLength: field.count }) : two;
}

function fieldsOf(part: readonly Field[]): fc.Arbitrary<Record<string, number | readonly number[]>> {
  return fc
    .tuple(...part.map(contentOf))
    .map((values) => Object.fromEntries(part.map(({ name }, index) => [name, values[index] ?? 0])));
}

/** A section with fields of any value. */
function usSection(name: UsSectionName, version: number): fc.Arbitrary<GppSection> {
  const [core = [], other = []] = layoutOf(name, version === 1);
  const hasGpc = other[0]?.name === 'Gpc';
  const id = FIRST_US_ID + US_SECTIONS.indexOf(name);
  const versionName = core[0]?.name ?? '';
  const gpc = hasGpc ? fc.option(fc.boolean(), { nil: undefined }) : fc.constant(undefined);
  const more = hasGpc
    ? fc.constant({})
    : fc.option(
        fieldsOf(other).filter((fields) => Object.keys(fields).length > 0),
        { nil: {} },
      );
  return fc.tuple(fieldsOf(core), other.length > 0 ? more : fc.constant({}), gpc).map(([fields, others, on]) => ({
    kind: 'us',
    id,
    name,
    fields: { ...fields, [versionName]: version, ...others },
    gpc: on,
  }));
}

const letter = fc.constantFrom('Y', 'N', '-');

const uspSection: fc.Arbitrary<GppSection> = fc
  .record({ Version: fc.constant(1 as const), Notice: letter, OptOutSale: letter, LspaCovered: letter })
  .map((fields) => ({ kind: 'usp', id: 6, name: 'uspv1', fields }));

const opaqueSection: fc.Arbitrary<GppSection> = fc.record({
  kind: fc.constant('opaque' as const),
  id: fc.constantFrom(1, 28, 40, 255),
  name: fc.constant(undefined),
  text: fc.stringMatching(/^[\w.-]{1,40}$/),
});

/** Models with any of the sections, in the order of their ids. */
export const gppModel: fc.Arbitrary<GppModel> = fc
  .uniqueArray(
    fc.oneof(opaqueSection, uspSection, usSection('usnat', 2), ...US_SECTIONS.map((name) => usSection(name, 1))),
    { selector: ({ id }) => id, maxLength: 8 },
  )
  .map((sections) => ({ sections: sections.sort((one, other) => one.id - other.id) }));
