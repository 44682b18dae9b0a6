import { STRICTEST_REGION } from '../region.ts';
import { type DatedRegionPolicy, REGION_POLICIES } from './region-policies.ts';

/** What holds where nobody knows better: nothing without a choice, every signal counts, and a refusal lasts as long as it does anywhere. */
const STRICTEST: DatedRegionPolicy = /* @__PURE__ */ Object.freeze({
  ...STRICTEST_REGION,
  refusalDays: 730,
  regions: [],
  from: '',
  honoursGpc: true,
  showsSignal: true,
  refuseAsEasy: true,
  source: '',
});

/**
 * What the law of a place asks at a time, for `definePolicy({ region })`. A place that is unknown, malformed or missing, a time before its
 * rules and a time that is none get the strictest: opt-in, every signal honoured. A country whose parts have rules of their own
 * (US, CA) answers for the parts that are listed only.
 *
 * @param region a country, or a country and its part, by ISO 3166: `FR`, `US-CA`
 * @param at milliseconds since 1970-01-01 UTC
 *
 * @example
 * ```ts
 * import { policyForRegion } from 'kindred/consent/signals';
 *
 * policyForRegion('US-CA', Date.UTC(2026, 10, 1)).model; // 'opt-out'
 * policyForRegion('DE-BY', Date.UTC(2026, 10, 1)).id; // 'EU-GDPR'
 * policyForRegion(undefined, Date.UTC(2026, 10, 1)).model; // 'opt-in'
 * ```
 */
export function policyForRegion(region: unknown, at: number): DatedRegionPolicy {
  const name = nameOf(region);
  if (name === undefined) return STRICTEST;
  // The rules of a place stand in their order.
  const inForce = REGION_POLICIES.filter(({ regions, from }) => regions.includes(name) && Date.parse(from) <= at);
  return inForce.at(-1) ?? STRICTEST;
}

/** The name under which a place would be listed. */
function nameOf(region: unknown): string | undefined {
  const [code, letters] = /^([a-z]{2})(?:-[a-z\d]{1,3})?$/i.exec(typeof region === 'string' ? region : '') ?? [];
  const [name, country] = [code?.toUpperCase(), letters?.toUpperCase()];
  return REGION_POLICIES.some(({ regions }) => regions.some((each) => each.startsWith(`${country}-`))) ? name : country;
}
