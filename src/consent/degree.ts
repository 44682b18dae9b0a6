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

export function isDegree(value: unknown): value is Degree {
  return DEGREES.some((degree) => degree === value);
}

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
