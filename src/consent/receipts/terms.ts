import { deepFreeze } from '../../core/index.ts';
import type { Degree } from '../degree.ts';

/**
 * Terms about tracking, profiling and sharing after IEEE 7012, in the words of the W3C Data Privacy Vocabulary
 * (https://w3id.org/dpv/standards/p7012): for each what it bounds, whether it allows or limits, and up to which degree. PII is what
 * identifies, so that "without" it ends at `pseudonymous`. No fingerprint is ever taken here: a term that forbids one forbids nothing
 * more, and one that allows tracking only without one allows no name either.
 */
const ALLOWING = {
  TrackingAllowed: ['tracking', 'identified'],
  Tracking2PAllowed: ['tracking', 'identified'],
  TrackingWithoutPIIAllowed: ['tracking', 'pseudonymous'],
  TrackingWithoutFPAllowed: ['tracking', 'pseudonymous'],
  ProfilingAllowed: ['profiling', 'identified'],
  Profiling2PAllowed: ['profiling', 'identified'],
  ProfilingWithoutPIIAllowed: ['profiling', 'pseudonymous'],
  ProfilingWithoutFPAllowed: ['profiling', 'pseudonymous'],
  SharingDataAllowed: ['sharing', 'identified'],
  SharingData3PAllowed: ['sharing', 'identified'],
  SharingDataAnonymised3PAllowed: ['sharing', 'anonymous'],
} as const;

const LIMITING = {
  TrackingWithPIIDisallowed: ['tracking', 'pseudonymous'],
  TrackingWithFPDisallowed: ['tracking', 'identified'],
  Tracking3PDisallowed: ['sharedTracking', 'none'],
  TrackingDisallowed: ['tracking', 'none'],
  ProfilingWithPIIDisallowed: ['profiling', 'pseudonymous'],
  ProfilingWithFPDisallowed: ['profiling', 'identified'],
  Profiling3PDisallowed: ['sharedProfiling', 'none'],
  ProfilingDisallowed: ['profiling', 'none'],
  SharingDataAnonymised3PDisallowed: ['sharing', 'none'],
  SharingDataNonAnonymised3PDisallowed: ['sharing', 'anonymous'],
  SharingData3PDisallowed: ['sharing', 'none'],
  SharingDataDisallowed: ['sharing', 'none'],
} as const;

/** Terms that permit, up to a degree, and terms that forbid, above one. */
export const TERM_BOUNDS: {
  readonly allowing: Readonly<Record<string, TermBound>>;
  readonly limiting: Readonly<Record<string, TermBound>>;
} = { allowing: ALLOWING, limiting: LIMITING };

/** What a term bounds, and the degree up to which it allows it, or above which it forbids it. */
export type TermBound = readonly [
  what: 'tracking' | 'profiling' | 'sharing' | 'sharedTracking' | 'sharedProfiling',
  degree: Degree,
];

/** A term that bounds what may be chosen. */
export type PrivacyTerm = keyof typeof ALLOWING | keyof typeof LIMITING;

/** What the person may contribute although nothing is sold to them for it. */
export type Contribution = 'intent' | 'ai-training' | 'public-good';

/** The person's terms: what is not allowed is forbidden, and what is both allowed and forbidden is forbidden. */
export interface PrivacyTerms {
  /** Whether the shop may measure its own service. */
  readonly analytics2P: boolean;
  readonly terms: readonly PrivacyTerm[];
  readonly contributes?: readonly Contribution[];
  readonly portability?: 'required';
}

/** Terms from the roster, with the name under which both sides know them. */
export interface TermsPreset extends PrivacyTerms {
  readonly id: TermsPresetId;
  readonly title: string;
}

/** The agreements of the roster: service delivery with more and more allowed, and contributions of the person's own. */
export const TERMS_PRESET_IDS = [
  'SD-BASE',
  'SD-BASE-DP',
  'SD-BASE-A',
  'SD-BASE-AT',
  'SD-BASE-ATP',
  'SD-BASE-ATP-S3P',
  'PDC-INTENT',
  'PDC-AI',
  'PDC-GOOD',
] as const;

/** One of {@link TERMS_PRESET_IDS}. */
export type TermsPresetId = (typeof TERMS_PRESET_IDS)[number];

/**
 * IEEE 7012's agreements, by the names that Customer Commons gave them: `A` analytics, `T` tracking, `P` profiling by the shop,
 * `S3P` sharing with third parties, `DP` with data portability; `PDC` contributes data.
 */
export const TERMS_PRESETS: Readonly<Record<TermsPresetId, TermsPreset>> = /* @__PURE__ */ deepFreeze({
  'SD-BASE': preset('SD-BASE', 'Service delivery only', ''),
  'SD-BASE-DP': { ...preset('SD-BASE-DP', 'Service delivery, and my data back', ''), portability: 'required' },
  'SD-BASE-A': preset('SD-BASE-A', 'Service delivery and analytics', 'A'),
  'SD-BASE-AT': preset('SD-BASE-AT', 'Service delivery, analytics and tracking', 'AT'),
  'SD-BASE-ATP': preset('SD-BASE-ATP', 'Service delivery, analytics, tracking and profiling', 'ATP'),
  'SD-BASE-ATP-S3P': preset('SD-BASE-ATP-S3P', 'All of these, and sharing with others', 'ATPS'),
  'PDC-INTENT': { ...preset('PDC-INTENT', 'What I am looking for', ''), contributes: ['intent'] },
  'PDC-AI': { ...preset('PDC-AI', 'Training of models', ''), contributes: ['ai-training'] },
  'PDC-GOOD': { ...preset('PDC-GOOD', 'For the public good', ''), contributes: ['public-good'] },
});

function preset(id: TermsPresetId, title: string, allowed: string): TermsPreset {
  const has = (letter: string) => allowed.includes(letter);
  return {
    id,
    title,
    analytics2P: has('A'),
    terms: [
      has('T') ? 'Tracking2PAllowed' : 'TrackingDisallowed',
      has('P') ? 'Profiling2PAllowed' : 'ProfilingDisallowed',
      has('S') ? 'SharingData3PAllowed' : 'SharingData3PDisallowed',
    ],
  };
}
