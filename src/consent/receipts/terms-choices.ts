import { deepFreeze, KindredError, nearestName } from '../../core/index.ts';
import type { Choice } from '../choice.ts';
import { DEGREES, type Degree } from '../degree.ts';
import { ANY_PARTY } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import type { Purpose } from '../purpose.ts';
import {
  type Contribution,
  type PrivacyTerms,
  TERM_BOUNDS,
  TERMS_PRESET_IDS,
  TERMS_PRESETS,
  type TermBound,
  type TermsPresetId,
} from './terms.ts';

/** What a purpose does with data, in the words of the terms. `service`: what the person came for. */
export type DataUse = 'service' | 'analytics' | 'tracking' | 'profiling' | Contribution;

/** What the purposes of a policy do, by id. A purpose that does several things needs all of them allowed. */
export interface TermsOptions {
  readonly uses?: Readonly<Record<string, readonly DataUse[]>>;
}

const STANDARD_USES: Readonly<Record<string, readonly DataUse[]>> = {
  storage: ['service'],
  analytics: ['analytics'],
  personalization: ['profiling'],
  tracking: ['tracking'],
  profiling: ['profiling'],
  intent: ['intent'],
  'ai-training': ['ai-training'],
  'public-good': ['public-good'],
};

/**
 * The choices that the person's terms allow at a policy, for every purpose, party and group of it: never more than the terms, never
 * more than the site asks for. What a purpose does is told by `uses`, or by its id; a purpose of which nothing is known is refused, as
 * is one that sells, unless sharing is allowed. Where terms contradict each other the prohibition holds. The order of terms is of no
 * account.
 *
 * @throws KindredError `invalid-options` for a name that is not in {@link TERMS_PRESETS}
 *
 * @example
 * ```ts
 * import type { Consent, ConsentPolicy } from 'kindred/consent';
 * import { choicesForTerms } from 'kindred/consent/receipts';
 *
 * const live = (consent: Consent, policy: ConsentPolicy) => consent.choose(choicesForTerms('SD-BASE-A', policy));
 * ```
 */
export function choicesForTerms(
  terms: TermsPresetId | PrivacyTerms,
  policy: ConsentPolicy,
  { uses = {} }: TermsOptions = {},
): readonly Choice[] {
  const bounds = boundsOf(typeof terms === 'string' ? presetOf(terms) : terms);
  return deepFreeze(policy.purposes.flatMap((purpose) => choicesOn(purpose, policy, bounds, usesOf(purpose, uses))));
}

function choicesOn(
  purpose: Purpose,
  policy: ConsentPolicy,
  bounds: Bounds,
  uses: readonly DataUse[],
): readonly Choice[] {
  const sold = purpose.sale ? bounds.sharing : 'identified';
  const own = lowest([purpose.degree, sold, ...(uses.length > 0 ? uses.map(bounds.use) : NOTHING)]);
  const shared = lowest([own, bounds.sharing, ...uses.map(bounds.sharedUse)]);
  return [
    { purpose: purpose.id, degree: own },
    // Whoever joins later was not meant: for many there is only a no.
    ...[ANY_PARTY, ...policy.groups.map(({ id }) => id)].map((party) => ({
      purpose: purpose.id,
      party,
      degree: 'none' as const,
    })),
    ...policy.parties.map(({ id, purposes }) => ({
      purpose: purpose.id,
      party: id,
      degree: purposes.includes(purpose.id) ? shared : ('none' as const),
    })),
  ];
}

interface Bounds {
  readonly sharing: Degree;
  /** The highest degree at which the shop may use data so. */
  use(use: DataUse): Degree;
  /** What third parties are held to besides. */
  sharedUse(use: DataUse): Degree;
}

const NOTHING: readonly Degree[] = ['none'];

function boundsOf({ analytics2P, terms, contributes = [] }: PrivacyTerms): Bounds {
  const limits = boundsAmong(terms, TERM_BOUNDS.limiting);
  const limitOf = (what: TermBound[0]) => lowest(limits.filter(([of]) => of === what).map(([, degree]) => degree));
  const allowed = boundsAmong(terms, TERM_BOUNDS.allowing);
  const boundOf = (what: TermBound[0]) =>
    lowest([limitOf(what), highest(allowed.filter(([of]) => of === what).map(([, degree]) => degree))]);
  const [tracking, profiling] = [boundOf('tracking'), boundOf('profiling')];
  /** Who may not be followed may be counted, but under no id. */
  const untracked = (without: Degree) => (tracking === 'none' ? without : tracking);
  return {
    sharing: boundOf('sharing'),
    use(use) {
      if (use === 'service') return untracked('on-device');
      if (use === 'tracking') return tracking;
      // A profile of somebody who may not be followed has nowhere to be but with them.
      if (use === 'profiling') return lowest([profiling, untracked('on-device')]);
      const isAllowed = use === 'analytics' ? analytics2P : contributes.includes(use);
      return isAllowed ? untracked('anonymous') : 'none';
    },
    sharedUse(use) {
      if (limitOf('sharedProfiling') === 'none' && use === 'profiling') return 'none';
      if (limitOf('sharedTracking') === 'none') return use === 'tracking' ? 'none' : 'anonymous';
      return 'identified';
    },
  };
}

function boundsAmong(terms: readonly string[], among: Readonly<Record<string, TermBound>>): readonly TermBound[] {
  return terms.flatMap((term) => (Object.hasOwn(among, term) ? [among[term] ?? FORBIDDEN] : []));
}

const FORBIDDEN: TermBound = ['sharing', 'none'];

function lowest(degrees: readonly Degree[]): Degree {
  return DEGREES.find((degree) => degrees.includes(degree)) ?? 'identified';
}

function highest(degrees: readonly Degree[]): Degree {
  return DEGREES.filter((degree) => degrees.includes(degree)).at(-1) ?? 'none';
}

function usesOf({ id }: Purpose, uses: Readonly<Record<string, readonly DataUse[]>>): readonly DataUse[] {
  const known = Object.hasOwn(uses, id) ? uses : STANDARD_USES;
  return Object.hasOwn(known, id) ? (known[id] ?? []) : [];
}

/** @throws KindredError `invalid-options` */
export function presetOf(id: string): PrivacyTerms {
  const known = TERMS_PRESET_IDS.find((name) => name === id);
  if (known) return TERMS_PRESETS[known];
  const nearest = nearestName(id, TERMS_PRESET_IDS);
  const remedy = nearest ? `Did you mean "${nearest}"?` : `There are ${TERMS_PRESET_IDS.join(', ')}.`;
  throw new KindredError('invalid-options', `There are no terms "${id}". ${remedy}`, { at: 'terms' });
}
