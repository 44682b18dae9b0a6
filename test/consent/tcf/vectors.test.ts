import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  decodeTcString,
  encodeTcString,
  isKindredError,
  parseVendorList,
  type TcModel,
} from '../../../src/consent/tcf/index.ts';

const VECTORS = new URL('../../../../shared/vectors/tcf-tcstring-vectors.json', import.meta.url);
const LIST = new URL('../../../../shared/vectors/tcf-gvl-reduced.json', import.meta.url);
const HAS_VECTORS = existsSync(VECTORS) && existsSync(LIST);

if (!HAS_VECTORS) console.warn('../shared is not here: the vectors of the TCF are SKIPPED');

interface Vector {
  readonly name: string;
  readonly tcString: string;
  readonly expected?: Readonly<Record<string, unknown>>;
}

const vectors: readonly Vector[] = HAS_VECTORS ? JSON.parse(readFileSync(VECTORS, 'utf8')).vectors : [];
const valid = vectors.filter(({ expected }) => expected);
const titled = (list: readonly Vector[]) => list.map((vector, index) => [`${index} ${vector.name}`, vector] as const);

describe.skipIf(!HAS_VECTORS)('strings of other implementations', () => {
  test('are all there', () => {
    expect([valid.length, vectors.length]).toEqual([32, 40]);
  });

  test.each(titled(valid))('%s is read as the reference reads it', (_, { tcString, expected }) => {
    expect(inWordsOfTheReference(decodeTcString(tcString))).toEqual(expected);
  });

  test.each(titled(valid))('%s keeps its meaning when written again', (_, { tcString, expected }) => {
    const written = encodeTcString(decodeTcString(tcString));
    expect(inWordsOfTheReference(decodeTcString(written))).toEqual(expected);
  });

  test.each(titled(valid.filter(({ name }) => name.startsWith('gen-'))))(
    '%s is written as the reference writes it, byte for byte',
    (_, { tcString }) => {
      expect(encodeTcString(decodeTcString(tcString))).toBe(tcString);
    },
  );

  test.each(titled(vectors.filter(({ expected }) => !expected)))(
    '%s is refused, as by the reference',
    (_, { tcString }) => {
      const error = catchError(() => decodeTcString(tcString));
      expect(isKindredError(error) && error.code).toBe('invalid-signal');
    },
  );
});

describe.skipIf(!HAS_VECTORS)('the vendor list', () => {
  test('is read with all vendors that are still on it', () => {
    const { vendors, purposes, specialFeatures, vendorListVersion, policyVersion } = parseVendorList(
      JSON.parse(readFileSync(LIST, 'utf8')),
    );
    expect([vendors.size, purposes.length, specialFeatures, vendorListVersion, policyVersion]).toEqual([
      39,
      11,
      [1, 2],
      17,
      4,
    ]);
    expect(vendors.get(1)).toMatchObject({ purposes: [1, 2, 3, 4, 7, 8, 9, 10], flexiblePurposes: [7, 8, 9, 10] });
  });
});

function inWordsOfTheReference(model: TcModel): unknown {
  const {
    created,
    lastUpdated,
    specialFeatureOptIns,
    vendorsDisclosed = [],
    vendorsAllowed = [],
    publisher,
    ...same
  } = model;
  return {
    ...same,
    created: new Date(created).toISOString(),
    lastUpdated: new Date(lastUpdated).toISOString(),
    specialFeatureOptins: specialFeatureOptIns,
    vendorConsentsMaxId: model.vendorConsents.at(-1) ?? 0,
    vendorsDisclosed,
    vendorsAllowed,
    publisherConsents: publisher?.consents ?? [],
    publisherLegitimateInterests: publisher?.legitimateInterests ?? [],
    publisherCustomConsents: publisher?.customConsents ?? [],
    publisherCustomLegitimateInterests: publisher?.customLegitimateInterests ?? [],
    numCustomPurposes: publisher?.customPurposes ?? 0,
  };
}

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
