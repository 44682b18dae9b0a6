import { deepFreeze } from '../../core/index.ts';
import type { RegionPolicy } from '../region.ts';

/** What the law of some places asks of permissions, from a day on. */
export interface DatedRegionPolicy extends RegionPolicy {
  /** Where: countries, and states or provinces, by ISO 3166 (`FR`, `US-CA`). */
  readonly regions: readonly string[];
  /** The day from which it holds, as `2026-01-31`. */
  readonly from: string;
  /** Whether sites must treat Global Privacy Control as an opt-out of sale, sharing and targeted advertising. */
  readonly honoursGpc: boolean;
  /** Whether sites must show that they honour the signal. */
  readonly showsSignal: boolean;
  /** Whether refusing must take no more than accepting. */
  readonly refuseAsEasy: boolean;
  /** The law and the article, or the authority's guidance, that says so. */
  readonly source: string;
}

/** A year; who refused is left in peace for no less than twelve months, leap years included. */
const YEAR = 365;
const FULL_YEAR = 366;

const EUROPE = 'AT BE BG CY CZ DE DK EE ES EU FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK';

type StateRule = readonly [state: string, from: string, gpcFrom: string, source: string];

// States whose general privacy law lets people opt out: since when, and since when by a signal of the browser.
const STATES: readonly StateRule[] = [
  ['CO', '2023-07-01', '2024-07-01', 'C.R.S. § 6-1-1306(1)(a)(IV)'],
  ['CT', '2023-07-01', '2025-01-01', 'Conn. Gen. Stat. § 42-520(e)'],
  ['DE', '2025-01-01', '2026-01-01', '6 Del. C. § 12D-106(e)'],
  ['IA', '2025-01-01', '', 'Iowa Code ch. 715D'],
  ['IN', '2026-01-01', '', 'Ind. Code art. 24-15'],
  ['KY', '2026-01-01', '', 'KRS 367.3611 ff.'],
  ['MD', '2025-10-01', '2025-10-01', 'Md. Code, Com. Law § 14-4701 ff.'],
  ['MN', '2025-07-31', '2025-07-31', 'Minn. Stat. ch. 325M'],
  ['MT', '2024-10-01', '2025-01-01', 'Mont. Code § 30-14-2801 ff.'],
  ['NE', '2025-01-01', '2025-01-01', 'Neb. Rev. Stat. § 87-1101 ff.'],
  ['NH', '2025-01-01', '2025-01-01', 'N.H. RSA 507-H:6'],
  ['NJ', '2025-01-15', '2025-07-15', 'N.J.S.A. 56:8-166.11(b)'],
  ['OR', '2024-07-01', '2026-01-01', 'ORS 646A.570 ff.'],
  ['RI', '2026-01-01', '', 'R.I. Gen. Laws ch. 6-48.1'],
  ['TN', '2025-07-01', '', 'Tenn. Code § 47-18-3301 ff.'],
  ['TX', '2024-07-01', '2025-01-01', 'Tex. Bus. & Com. Code § 541.055(e)'],
  ['UT', '2023-12-31', '', 'Utah Code § 13-61-101 ff.'],
  ['VA', '2023-01-01', '', 'Va. Code § 59.1-575 ff.'],
];

const UNLESS_SAID = { grantDays: YEAR, honoursGpc: false, showsSignal: false, refuseAsEasy: false };

const CALIFORNIA = 'Cal. Civ. Code § 1798.135; 11 CCR § 7004, 7025';
const IN_CALIFORNIA = { id: 'US-CA', honoursGpc: true, refuseAsEasy: true };

/**
 * What the law of places asks, as dated data; the newest rule in force holds. An aid to set things up and no legal advice: have it
 * confirmed for what you do. Places that are not listed get the strictest.
 *
 * `grantDays` is the longest that the rule or its authority's guidance lets a permission last, and `refusalDays` the least that a
 * refusal is left in peace; where it names no figure both are a year (EDPB Guidelines 05/2020 §111: "appropriate intervals").
 */
export const REGION_POLICIES: readonly DatedRegionPolicy[] = /* @__PURE__ */ everyPolicy();

function everyPolicy(): readonly DatedRegionPolicy[] {
  return deepFreeze([
    optIn({
      id: 'EU-GDPR',
      regions: EUROPE.split(' '),
      from: '2018-05-25',
      source: 'GDPR art. 4(11), 7; Directive 2002/58/EC art. 5(3)',
    }),
    optIn({ id: 'GB', from: '2018-05-25', source: 'PECR 2003 reg. 6; UK GDPR art. 4(11), 7' }),
    optIn({
      id: 'FR-CNIL',
      // With the parts of France that have a code of their own and where the GDPR holds.
      regions: ['FR', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'],
      from: '2021-03-31',
      grantDays: 182,
      refusalDays: 184,
      source: 'Loi 78-17 art. 82; CNIL 2020-091 and 2020-092 (2020-09-17)',
    }),
    optIn({
      id: 'IT-Garante',
      regions: ['IT'],
      from: '2022-01-10',
      grantDays: 182,
      refusalDays: 184,
      source: 'D.lgs. 196/2003 art. 122; Garante, Linee guida cookie 2021-06-10 [9677876]',
    }),
    optIn({
      id: 'ES-AEPD',
      regions: ['ES'],
      from: '2024-01-11',
      grantDays: 730,
      refusalDays: 730,
      reviewDays: YEAR,
      source: 'LSSI art. 22.2; AEPD, Guía sobre el uso de las cookies §3.2.8',
    }),
    optIn({ id: 'CA-QC', from: '2023-09-22', source: 'CQLR c. P-39.1, s. 8.1, 12, 14' }),
    // The state is not known, or has no law of its own: as where the law asks most.
    optOut({
      id: 'US',
      regions: [
        'US',
        ...'AK AL AR AZ DC FL GA HI ID IL KS LA MA ME MI MO MS NC ND NM NV NY OH OK PA SC SD VT WA WI WV WY'
          .split(' ')
          .map((state) => `US-${state}`),
      ],
      from: '2020-08-14',
      honoursGpc: true,
      showsSignal: true,
      refuseAsEasy: true,
      source: `As ${CALIFORNIA}`,
    }),
    optOut({ ...IN_CALIFORNIA, from: '2020-08-14', source: CALIFORNIA }),
    optOut({ ...IN_CALIFORNIA, from: '2026-01-01', showsSignal: true, source: `${CALIFORNIA}(c)(6)` }),
    ...STATES.flatMap(ofState),
  ]);
}

type Rule = Pick<DatedRegionPolicy, 'id' | 'from' | 'source'> & Partial<DatedRegionPolicy>;

function optIn(rule: Rule): DatedRegionPolicy {
  return { ...UNLESS_SAID, model: 'opt-in', regions: [rule.id], refusalDays: YEAR, refuseAsEasy: true, ...rule };
}

/** As California asks (§ 1798.135(c)(4)): who opted out is not asked again for twelve months. */
function optOut(rule: Rule): DatedRegionPolicy {
  return { ...UNLESS_SAID, model: 'opt-out', regions: [rule.id], refusalDays: FULL_YEAR, ...rule };
}

/** A state's law from its first day, and once more from the day when signals of the browser count. */
function ofState([state, from, gpcFrom, source]: StateRule): readonly DatedRegionPolicy[] {
  const rule = { id: `US-${state}`, source };
  const signalled = gpcFrom ? [optOut({ ...rule, from: gpcFrom, honoursGpc: true })] : [];
  return from === gpcFrom ? signalled : [optOut({ ...rule, from }), ...signalled];
}
