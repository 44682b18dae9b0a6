import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEGREES } from '../../../src/consent/index.ts';
import {
  decodeDegrees,
  decodeTcString,
  encodeTcString,
  projectConsent,
  type TcModel,
} from '../../../src/consent/tcf/index.ts';
import { namesFor, PURPOSES, permittedPairs, type World, world } from './worlds.ts';

const RUNS = 250;

/** What readers of the string get: the model, written and read again. */
function read({ consent, settings }: World): TcModel {
  return decodeTcString(encodeTcString(projectConsent(consent, settings, Date.UTC(2026, 0, 1))));
}

/** Whether the permissions allow all that two names of the framework stand for. */
function isAllowed({ consent, settings: { mapping } }: World, purposes: readonly string[], vendorId: number): boolean {
  const parties = namesFor(mapping.parties, vendorId);
  const pairs = purposes.flatMap((purpose) => parties.map((party) => ({ purpose, party })));
  return pairs.length > 0 && pairs.every((pair) => consent.check({ ...pair, degree: 'pseudonymous', scope: {} }).allow);
}

describe('what a TC string says', { timeout: 30_000 }, () => {
  test('no pair of purpose and vendor that a TC string permits is one that the permissions deny', () => {
    let permitted = 0;
    let restricted = 0;
    fc.assert(
      fc.property(world, (each) => {
        const model = read(each);
        for (const [purposeId, vendorId] of permittedPairs(model)) {
          permitted++;
          expect(isAllowed(each, namesFor(each.settings.mapping.purposes, purposeId), vendorId)).toBe(true);
          expect(model.vendorsDisclosed).toContain(vendorId);
        }
        restricted += model.publisherRestrictions.filter(({ type }) => type === 0).length;
        expect(model.publisherRestrictions.some(({ type }) => type === 2)).toBe(false);
      }),
      { seed: 1, numRuns: RUNS },
    );
    // The law holds of something.
    expect(permitted).toBeGreaterThan(RUNS / 4);
    expect(restricted).toBeGreaterThan(RUNS / 20);
  });

  test('no special feature is on for a vendor that is denied what it stands for', () => {
    let on = 0;
    fc.assert(
      fc.property(world, (each) => {
        const model = read(each);
        for (const id of model.specialFeatureOptIns) {
          for (const vendorId of [...model.vendorConsents, ...model.vendorLegitimateInterests]) {
            on++;
            expect(isAllowed(each, namesFor(each.settings.mapping.specialFeatures, id), vendorId)).toBe(true);
          }
        }
      }),
      { seed: 2, numRuns: RUNS },
    );
    expect(on).toBeGreaterThan(RUNS / 20);
  });

  test('no consent for the publisher is one that the permissions deny the site', () => {
    let on = 0;
    fc.assert(
      fc.property(world, (each) => {
        for (const id of read(each).publisher?.consents ?? []) {
          for (const purpose of namesFor(each.settings.mapping.purposes, id)) {
            on++;
            expect(each.consent.check({ purpose, degree: 'pseudonymous', scope: {} }).allow).toBe(true);
          }
        }
      }),
      { seed: 3, numRuns: RUNS },
    );
    expect(on).toBeGreaterThan(RUNS / 20);
  });

  test('the degrees that the person granted the site travel losslessly in its custom purposes', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(world, (each) => {
        const { publisher } = read(each);
        const granted = PURPOSES.map((purpose) => {
          const { allow, degree, why } = each.consent.check({ purpose });
          return allow && why === 'granted' ? degree : 'none';
        });
        expect(publisher && decodeDegrees(publisher)).toEqual(granted);
        for (const degree of granted) seen.add(degree);
      }),
      { seed: 4, numRuns: RUNS },
    );
    expect(seen).toEqual(new Set(DEGREES));
  });

  test('without an option that says so no vendor may rely on a legitimate interest', () => {
    fc.assert(
      fc.property(world, ({ consent, settings: { legitimateInterests: _, ...settings } }) => {
        const model = read({ consent, settings });
        expect([model.purposeLegitimateInterests, model.vendorLegitimateInterests]).toEqual([[], []]);
        expect(model.publisher?.legitimateInterests).toEqual([]);
      }),
      { seed: 5, numRuns: RUNS },
    );
  });

  test('with it, vendors may only where they have declared one and policy 4 still allows it', () => {
    let on = 0;
    fc.assert(
      fc.property(world, ({ consent, settings }) => {
        const model = read({ consent, settings: { ...settings, legitimateInterests: true } });
        expect(model.purposeLegitimateInterests.filter((id) => [1, 3, 4, 5, 6].includes(id))).toEqual([]);
        for (const id of model.vendorLegitimateInterests) {
          on++;
          expect(settings.vendorList.vendors.get(id)?.legIntPurposes.length).toBeGreaterThan(0);
        }
      }),
      { seed: 6, numRuns: RUNS },
    );
    expect(on).toBeGreaterThan(RUNS / 20);
  });

  test('whoever is granted a purpose that it declared by consent may rely on it', () => {
    let granted = 0;
    fc.assert(
      fc.property(world, (each) => {
        const { consent, settings } = each;
        const pairs = permittedPairs(read(each)).map(String);
        for (const { id, purposes } of settings.vendorList.vendors.values()) {
          for (const purposeId of purposes.filter((purpose) => settings.vendorList.purposes.includes(purpose))) {
            const names = namesFor(settings.mapping.purposes, purposeId);
            const isDefault = names.some((purpose) =>
              namesFor(settings.mapping.parties, id).some(
                (party) => consent.check({ purpose, party }).why === 'default',
              ),
            );
            if (isDefault || !isAllowed(each, names, id)) continue;
            granted++;
            expect(pairs).toContain(String([purposeId, id]));
          }
        }
      }),
      { seed: 7, numRuns: RUNS },
    );
    expect(granted).toBeGreaterThan(RUNS / 20);
  });
});
