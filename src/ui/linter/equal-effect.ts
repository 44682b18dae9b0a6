import type { Control } from './controls.ts';
import { findingAt, type LintFinding } from './finding.ts';

/** How much further a shadow may reach around one of them, in pixels. */
const MOST_GLOW = 8;

/** Whether only accepting is made to be noticed, or only refusing to be overlooked. */
export function compareEffects(accept: Control, refuse: Control): readonly LintFinding[] {
  const [one, other] = [getComputedStyle(accept.element), getComputedStyle(refuse.element)];
  const differs = [
    isRestless(one) && !isRestless(other) && `Only "${accept.name}" keeps moving.`,
    glowOf(one) - glowOf(other) > MOST_GLOW && `Only "${accept.name}" glows.`,
    other.filter !== 'none' && other.filter !== one.filter && `Only "${refuse.name}" has the filter ${other.filter}.`,
  ];
  return differs.flatMap((message) => (message ? [findingAt('unequal-effect', refuse, message)] : []));
}

/** What moves once, as it comes, is another matter. */
function isRestless({ animationName, animationIterationCount }: CSSStyleDeclaration): boolean {
  return animationName !== 'none' && animationIterationCount.includes('infinite');
}

/** How far its shadows reach: blur and spread. */
function glowOf({ boxShadow }: CSSStyleDeclaration): number {
  const shadows = [...boxShadow.matchAll(/(-?[\d.]+)px (-?[\d.]+)px( inset)?/g)];
  const reach = shadows.map(([, blur, spread, inset]) => (inset ? 0 : Number(blur) + Number(spread)));
  return Math.max(0, ...reach);
}
