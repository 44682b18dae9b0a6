import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definePolicy, STANDARD_PURPOSES } from '../../../src/consent/index.ts';
import { policyForRegion, REGION_POLICIES } from '../../../src/consent/signals/index.ts';
import { HAS_VECTORS, readVectors } from './vectors.ts';

const AT = Date.UTC(2026, 10, 1);
const day = (text: string) => Date.parse(text);

interface Rule {
  readonly id: string;
  readonly model?: string;
  readonly states?: readonly string[];
  readonly keepChoiceMonths?: number;
  readonly keepRefusalMonths?: number;
  readonly maxMonths?: number;
  readonly reaskMonths?: number;
}

/** A region in which a rule of the vectors holds. */
const REGION: Readonly<Record<string, string>> = {
  'FR-CNIL': 'FR',
  'EU-GDPR': 'DE',
  'ES-AEPD': 'ES',
  'IT-Garante': 'IT',
};

/** How many days so many months have at least, and at most. */
const fewestDays = (months: number) => Math.floor(months * 30.4) - 1;
const mostDays = (months: number) => Math.ceil(months * 30.5) + 1;

describe.runIf(HAS_VECTORS)('the rules of jurisdictions', () => {
  const rules: readonly Rule[] = readVectors('jurisdiction-rules.json')?.rules ?? [];

  test.each(rules)('$id', (rule) => {
    for (const region of rule.states?.map((state) => `US-${state}`) ?? [REGION[rule.id] ?? rule.id]) {
      const policy = policyForRegion(region, AT);
      // Where others know no rule, there may be one all the same: never laxer than they say.
      if (rule.model && rule.model !== 'none') expect(policy.model).toBe(rule.model);
      if (rule.model === 'none') expect(policy.id).toBe('strictest');
      if (rule.id.startsWith('US')) expect(policy).toMatchObject({ honoursGpc: true, model: 'opt-out' });
      const longest = rule.keepChoiceMonths ?? rule.maxMonths;
      if (longest) expect(policy.grantDays).toBeLessThanOrEqual(mostDays(longest));
      const rest = rule.keepRefusalMonths ?? rule.reaskMonths;
      if (rest) expect(policy.refusalDays).toBeGreaterThanOrEqual(fewestDays(rest));
    }
  });

  test('six months are kept in France, for a yes and for a no', () => {
    const { grantDays, refusalDays } = policyForRegion('FR', AT);
    for (const days of [grantDays, refusalDays]) {
      expect(days).toBeGreaterThanOrEqual(fewestDays(6));
      expect(days).toBeLessThanOrEqual(mostDays(6));
    }
  });

  test('California asks again after twelve months, and shows that it honours the signal', () => {
    expect(policyForRegion('US-CA', AT)).toMatchObject({ refusalDays: 366, showsSignal: true });
    expect(policyForRegion('US-CA', day('2025-12-31')).showsSignal).toBe(false);
  });
});

describe('the place', () => {
  test.each([
    ['DE', 'EU-GDPR'],
    ['de-by', 'EU-GDPR'],
    ['GB-SCT', 'GB'],
    ['RE', 'FR-CNIL'],
    ['CA-QC', 'CA-QC'],
    ['US', 'US'],
    ['US-WY', 'US'],
    ['us-tx', 'US-TX'],
  ])('%s has the policy %s', (region, id) => {
    expect(policyForRegion(region, AT).id).toBe(id);
  });

  test('a place that is unknown, malformed or missing gets the strictest policy', () => {
    const strictest = policyForRegion(undefined, AT);
    expect(strictest).toMatchObject({ model: 'opt-in', honoursGpc: true, showsSignal: true, refuseAsEasy: true });
    const known = new Set(REGION_POLICIES.flatMap(({ regions }) => regions));
    const isKnown = (text: unknown) =>
      typeof text === 'string' && (known.has(text.toUpperCase()) || known.has(text.toUpperCase().slice(0, 2)));
    const rubbish = fc.oneof(fc.string(), fc.string({ minLength: 2, maxLength: 2 }), fc.anything());
    fc.assert(
      fc.property(
        rubbish.filter((region) => !isKnown(region)),
        (region) => {
          expect(policyForRegion(region, AT)).toBe(strictest);
        },
      ),
    );
    for (const region of [
      '',
      'ZZ',
      'CA',
      'CA-ON',
      'US-ZZ',
      'US-',
      'US-CALIF',
      'USA',
      'DE_BY',
      'DE ',
      ['DE'],
      'ıs',
      '__proto__',
    ]) {
      expect(policyForRegion(region, AT)).toBe(strictest);
    }
  });

  test('the strictest is at least as strict as every policy', () => {
    const strictest = policyForRegion(undefined, AT);
    for (const policy of REGION_POLICIES) {
      expect(strictest.grantDays).toBeLessThanOrEqual(policy.grantDays);
      expect(strictest.refusalDays).toBeGreaterThanOrEqual(policy.refusalDays);
    }
  });
});

describe('the time', () => {
  test.each([
    ['US-TX', '2024-06-30', 'strictest', true],
    ['US-TX', '2024-07-01', 'US-TX', false],
    ['US-TX', '2024-12-31', 'US-TX', false],
    ['US-TX', '2025-01-01', 'US-TX', true],
    ['US-OR', '2026-01-01', 'US-OR', true],
    ['US-NJ', '2025-07-14', 'US-NJ', false],
    ['US-NJ', '2025-07-15', 'US-NJ', true],
    ['FR', '2020-01-01', 'EU-GDPR', false],
    ['FR', '2021-03-31', 'FR-CNIL', false],
    ['FR', '2017-01-01', 'strictest', true],
  ])('in %s on %s it is %s (signal: %s)', (region, date, id, honoursGpc) => {
    expect(policyForRegion(region, day(date))).toMatchObject({ id, honoursGpc });
  });

  test.each([Number.NaN, Number.NEGATIVE_INFINITY])('%s is before every rule', (at) => {
    expect(policyForRegion('DE', at).id).toBe('strictest');
  });
});

describe('every policy', () => {
  test.each(REGION_POLICIES)('$id from $from is complete, and fits a consent policy', (policy) => {
    expect(Number.isNaN(day(policy.from))).toBe(false);
    expect(policy.source).not.toBe('');
    expect(policy.regions.filter((region) => !/^[A-Z]{2}(-[A-Z\d]{1,3})?$/.test(region))).toEqual([]);
    expect(Object.isFrozen(policy)).toBe(true);
    const { id, model, grantDays, refusalDays } = policy;
    expect(definePolicy({ purposes: STANDARD_PURPOSES, region: policy }).region).toMatchObject({
      id,
      model,
      grantDays,
      refusalDays,
    });
  });

  test('lets a refusal last as long as a permission', () => {
    expect(REGION_POLICIES.filter(({ grantDays, refusalDays }) => refusalDays < grantDays)).toEqual([]);
  });

  test('comes after the earlier ones of its place', () => {
    const newest = new Map<string, string>();
    for (const { regions, from } of REGION_POLICIES) {
      for (const region of regions) {
        expect((newest.get(region) ?? '') < from).toBe(true);
        newest.set(region, from);
      }
    }
  });
});
