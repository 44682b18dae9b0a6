/** What the law of a place asks of permissions. `kindred/consent/signals` has them as dated data. */
export interface RegionPolicy {
  readonly id: string;
  /** Whether nothing or everything that the site asks for is allowed where the person has not chosen. */
  readonly model: 'opt-in' | 'opt-out';
  /** How long a permission lasts unless it says otherwise. */
  readonly grantDays: number;
  /** How long a refusal is remembered, before the site may ask again. */
  readonly refusalDays: number;
  /** After so many days the person is asked to look again; the permission goes on meanwhile. */
  readonly reviewDays?: number;
}

/**
 * For places that are not known: nothing without a choice. A permission lasts six months, as CNIL's guidelines of 2020-09-17 (§38)
 * advise; who has refused is left in peace for a year, as California's law has it (Civil Code § 1798.135 (c)(4)).
 */
export const STRICTEST_REGION: RegionPolicy = /* @__PURE__ */ Object.freeze({
  id: 'strictest',
  model: 'opt-in',
  grantDays: 182,
  refusalDays: 366,
});
