/** The consent types of Google Consent Mode v2 (Google tag platform, consent reference). */
export const CONSENT_MODE_TYPES = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
] as const;

/** One of {@link CONSENT_MODE_TYPES}. */
export type ConsentModeType = (typeof CONSENT_MODE_TYPES)[number];

/** What Google's tags are told of a type. */
export type ConsentModeValue = 'granted' | 'denied';

/** Types with their values. */
export type ConsentModeValues = Partial<Readonly<Record<ConsentModeType, ConsentModeValue>>>;
