import { selectorOf } from './composed-tree.ts';
import type { Control } from './controls.ts';

/** The names of all rules. */
export const LINT_RULE_NAMES = [
  'not-found',
  'no-refuse',
  'refuse-as-link',
  'unequal-size',
  'unequal-text',
  'unequal-colour',
  'unequal-effect',
  'low-contrast',
  'out-of-reach',
  'accept-focused',
  'pre-ticked',
  'hidden-close',
  'confirm-shaming',
  'unclear-label',
  'wall',
  'extra-steps',
  'dead-end',
  'nagging',
  'accept-on-scroll',
  'accept-on-timeout',
] as const;

/** One of {@link LINT_RULE_NAMES}. */
export type LintRule = (typeof LINT_RULE_NAMES)[number];

/** What is wrong with a way to ask for consent. */
export interface LintFinding {
  readonly rule: LintRule;
  /** An error takes the choice away or bends it; a warning may have a reason that cannot be seen from outside. */
  readonly severity: 'error' | 'warning';
  /** CSS; ` >>> ` goes into a shadow root. */
  readonly selector: string;
  /** The element in words: `button "Accept all"`. */
  readonly element: string;
  /** What is wrong, with its figures. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Where it is written that this must not be. */
  readonly source: string;
}

/** What a rule stands on. */
export interface LintRuleInfo {
  readonly severity: LintFinding['severity'];
  readonly remedy: string;
  readonly source: string;
}

const TASKFORCE = 'EDPB Cookie Banner Taskforce report (17 January 2023)';
const PATTERNS = 'EDPB Guidelines 03/2022 on deceptive design patterns (version 2.0)';
const CONSENT = 'EDPB Guidelines 05/2020 on consent';
const CNIL = 'CNIL recommendation 2020-092 on cookies';
const CCPA = '11 CCR § 7004';

/** What each rule stands on, by its name. */
export const LINT_RULES: Readonly<Record<LintRule, LintRuleInfo>> = {
  'not-found': {
    severity: 'error',
    remedy: 'Open it first, or name its parts with the options container, accept and refuse.',
    source: 'A check that saw nothing has found nothing',
  },
  'no-refuse': {
    severity: 'error',
    remedy: 'Put a button that refuses everything beside the one that accepts.',
    source: `${TASKFORCE}, type A practice; ${CNIL}; ${CCPA}(a)(2)(C)`,
  },
  'refuse-as-link': {
    severity: 'error',
    remedy: 'Give both the same form.',
    source: `${TASKFORCE}, type C practice; ${PATTERNS}, "hidden in plain sight"`,
  },
  'unequal-size': {
    severity: 'error',
    remedy: 'Give both the same height, and widths that differ by their words alone.',
    source: `${PATTERNS}, "hidden in plain sight"; ${CCPA}(a)(2)`,
  },
  'unequal-text': {
    severity: 'error',
    remedy: 'Give both the same font size and weight.',
    source: `${PATTERNS}, "hidden in plain sight"; ${CCPA}(a)(2)`,
  },
  'unequal-colour': {
    severity: 'error',
    remedy: 'Give both the same colours.',
    source: `${TASKFORCE}, type D practice; ${PATTERNS}, "hidden in plain sight"`,
  },
  'unequal-effect': {
    severity: 'error',
    remedy: 'Give both the same movement, shadow and filter, or none.',
    source: `${PATTERNS}, "hidden in plain sight"; ${CCPA}(a)(2)`,
  },
  'low-contrast': {
    severity: 'error',
    remedy: 'Raise the contrast to 4.5, or to 3 for large text.',
    source: `${TASKFORCE}, type E practice; WCAG 2.2, 1.4.3`,
  },
  'out-of-reach': {
    severity: 'error',
    remedy: 'Show both in one view, to be pressed by everybody, with nothing in front of either.',
    source: `${PATTERNS}, "hidden in plain sight"; ${CCPA}(a)(2)`,
  },
  'accept-focused': {
    severity: 'warning',
    remedy: 'Focus the heading, or nothing.',
    source: `${PATTERNS}, "deceptive snugness"`,
  },
  'pre-ticked': {
    severity: 'error',
    remedy: 'Start with nothing chosen.',
    source: `GDPR, recital 32; CJEU C-673/17 (Planet49); ${TASKFORCE}, type B practice`,
  },
  'hidden-close': {
    severity: 'warning',
    remedy: 'Make it at least 24 by 24 pixels, with a contrast of 3 or more.',
    source: `${PATTERNS}, "hidden in plain sight"; WCAG 2.2, 1.4.11 and 2.5.8`,
  },
  'confirm-shaming': {
    severity: 'error',
    remedy: 'Say what the button does, and nothing about who presses it.',
    source: `${PATTERNS}, "emotional steering"; ${CCPA}(a)(4)`,
  },
  'unclear-label': {
    severity: 'warning',
    remedy: 'Say what is accepted: "Accept all".',
    source: `${PATTERNS}, "ambiguous wording or information"; ${CCPA}(a)(3)`,
  },
  wall: {
    severity: 'error',
    remedy: 'Let the page be used, or offer to refuse on the same layer, for nothing.',
    source: `${CONSENT}, paragraphs 39 to 41; EDPB Opinion 08/2024 on "consent or pay"`,
  },
  'extra-steps': {
    severity: 'error',
    remedy: 'Let refusing take as many steps as accepting.',
    source: `${PATTERNS}, "longer than necessary"; ${CNIL}; ${CCPA}(a)(2)(A)`,
  },
  'dead-end': {
    severity: 'error',
    remedy: 'Let the control lead to where the choice can be made.',
    source: `${PATTERNS}, "dead end"`,
  },
  nagging: {
    severity: 'error',
    remedy: 'Remember a refusal as long as a consent, and ask again only when something has changed.',
    source: `${PATTERNS}, "continuous prompting"; ${CNIL}`,
  },
  'accept-on-scroll': {
    severity: 'error',
    remedy: 'Wait for a click.',
    source: `${CONSENT}, paragraph 86`,
  },
  'accept-on-timeout': {
    severity: 'error',
    remedy: 'Wait for a click.',
    source: `GDPR, recital 32; ${CONSENT}, paragraph 86`,
  },
};

export function finding(rule: LintRule, element: Element, words: string, message: string): LintFinding {
  return { rule, ...LINT_RULES[rule], selector: selectorOf(element), element: words, message };
}

export function findingAt(rule: LintRule, { element, name }: Control, message: string): LintFinding {
  return finding(rule, element, `${element.localName} "${name}"`, message);
}
