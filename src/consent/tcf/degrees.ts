import { DEGREES, type Degree } from '../degree.ts';
import type { PublisherTc } from './tc-model.ts';

/** Every purpose of the site becomes so many custom purposes of the publisher: one for each degree that can be granted. */
const STEPS = 4;

/**
 * The custom purposes that say what the person allows the site itself. The site's purpose number n (from 0) has the custom
 * purposes 4n+1 "on this device", 4n+2 "anonymously", 4n+3 "under a pseudonym" and 4n+4 "by name", and a consent for each that
 * is granted. So every bit means one thing, none is on that the person did not allow, and legitimate interest is never used.
 */
export function customPurposesOf(
  count: number,
  isGranted: (purpose: number, degree: Degree) => boolean,
): Pick<PublisherTc, 'customPurposes' | 'customConsents'> {
  const customConsents = Array.from({ length: count }, (_, purpose) =>
    DEGREES.map((degree, step) => (step > 0 && isGranted(purpose, degree) ? purpose * STEPS + step : 0)),
  );
  return { customPurposes: count * STEPS, customConsents: customConsents.flat().filter(Boolean) };
}

/**
 * The degrees that the person granted the site, in the order of its purposes, from the custom purposes of the publisher. A
 * purpose takes four of them, in the order of the degrees; a higher one counts only where all lower ones are there too.
 *
 * @example
 * ```ts
 * import { decodeDegrees } from 'kindred/consent/tcf';
 *
 * console.log(decodeDegrees({ customPurposes: 12, customConsents: [1, 2, 9] })); // ['anonymous', 'none', 'on-device']
 * ```
 */
export function decodeDegrees({
  customPurposes,
  customConsents,
}: Pick<PublisherTc, 'customPurposes' | 'customConsents'>): readonly Degree[] {
  return Array.from({ length: Math.floor(customPurposes / STEPS) }, (_, purpose) => {
    let step = 0;
    while (step < STEPS && customConsents.includes(purpose * STEPS + step + 1)) step++;
    return DEGREES[step] ?? 'none';
  });
}
