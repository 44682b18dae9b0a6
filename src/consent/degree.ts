import { type Is, isOneOf } from '../core/at-once.ts';

/** How identifiable the person may be, from least to most. Each degree includes the ones before it. */
export const DEGREES = ['none', 'on-device', 'anonymous', 'pseudonymous', 'identified'] as const;

/**
 * - `none`: nothing may be known;
 * - `on-device`: used in this browser, never sent;
 * - `anonymous`: sent without any id;
 * - `pseudonymous`: sent under an id that only this shop knows;
 * - `identified`: sent with the person's user id and traits.
 */
export type Degree = (typeof DEGREES)[number];

/** The degrees that say yes to something. */
export const GRANTABLE_DEGREES: readonly Degree[] = /* @__PURE__ */ DEGREES.slice(1);

export const isDegree: Is<Degree> = /* @__PURE__ */ isOneOf(DEGREES);

export const isGrantable: Is<Degree> = /* @__PURE__ */ isOneOf(GRANTABLE_DEGREES);

/**
 * Whether `granted` is at least `needed`.
 *
 * @example
 * ```ts
 * import { includesDegree } from 'kindred/consent';
 *
 * console.log(includesDegree('pseudonymous', 'on-device')); // true
 * ```
 */
export function includesDegree(granted: Degree, needed: Degree): boolean {
  return DEGREES.indexOf(granted) >= DEGREES.indexOf(needed);
}
