import type { ConsentPolicy, Purpose } from '../../consent/index.ts';

/** What could be said or asked better in a policy. */
export interface PolicyFinding {
  readonly rule: 'degree' | 'description' | 'duration' | 'notice' | 'party' | 'plain-language' | 'signal' | 'title';
  readonly severity: 'error' | 'warning';
  /** JSON Pointer (RFC 6901) of the place. */
  readonly at: string;
  readonly message: string;
  readonly remedy: string;
}

const LEAST_DESCRIPTION = 20;
const MOST_WORDS_OF_A_SENTENCE = 25;
const MOST_GRANT_DAYS = 396;

// What can be done with less than a name, and at which degree.
const WITH_LESS = [
  {
    about: /\b(count|statistic|analytic|measur|performance|improve)/i,
    degrees: ['identified'],
    enough: 'pseudonymous',
  },
  {
    about: /\b(personali[sz]|suits? me|recommend)/i,
    degrees: ['identified', 'pseudonymous'],
    enough: 'on-device',
  },
] as const;

const NEEDS_A_NAME = /\b(letter|newsletter|mail|write|account|order|deliver|loyalty|name|call)\b/i;

// Words of lawyers and of advertisements, with what people say.
const JARGON = [
  [/\blegitimate interests?\b/i, 'say what is done, and for whom'],
  [/\b(utili[sz]e|leverage)\b/i, 'say "use"'],
  [/\b(process(ing|es|ed)?|collection) of (personal )?data\b/i, 'say what is looked at, kept or sent'],
  [/\b(enhance|improve|optimi[sz]e) (your|the) (\w+ )?experience\b/i, 'say what gets better'],
  [/\b(trusted|selected|our) partners\b/i, 'name them as parties'],
  [/\b(third part(y|ies))\b/i, 'name them as parties'],
  [/\b(and\/or|including but not limited to|etc\.)/i, 'say all of it, or less'],
  [/\b(data subject|controller|processor|herein|pursuant|aforementioned)\b/i, 'use a word of every day'],
] as const;

/**
 * Looks at a policy that `definePolicy` has read, for what is lawful to write and yet unfair or hard to understand. The hints on words are for
 * English.
 *
 * @example
 * ```ts
 * import { definePolicy, STANDARD_PURPOSES } from 'kindred/consent';
 * import { lintPolicy } from 'kindred/ui/linter';
 *
 * for (const { at, message, remedy } of lintPolicy(definePolicy({ purposes: STANDARD_PURPOSES }))) console.log(at, message, remedy);
 * ```
 */
export function lintPolicy(policy: ConsentPolicy): readonly PolicyFinding[] {
  return [
    ...policy.purposes.flatMap((purpose, index) => lintPurpose(purpose, `/purposes/${index}`)),
    ...findSameTitles(policy),
    ...lintParties(policy),
    ...lintNotice(policy),
    ...lintDurations(policy),
  ];
}

function lintPurpose(purpose: Purpose, at: string): readonly PolicyFinding[] {
  const { title, description } = purpose;
  return [
    ...lintDescription(description, `${at}/description`),
    ...lintDegree(purpose, at),
    ...lintSignal(purpose, at),
    ...plainLanguage(title, `${at}/title`),
    ...plainLanguage(description, `${at}/description`),
  ];
}

function lintDescription(description: string, at: string): readonly PolicyFinding[] {
  if (description.trim().length >= LEAST_DESCRIPTION) return [];
  const message = description.trim() === '' ? 'There is no description.' : `"${description}" says next to nothing.`;
  return [{ rule: 'description', severity: 'error', at, message, remedy: 'Say what it gives and what it takes.' }];
}

function lintDegree({ title, description, degree }: Purpose, at: string): readonly PolicyFinding[] {
  const words = `${title} ${description}`;
  if (NEEDS_A_NAME.test(words)) return [];
  const less = WITH_LESS.find(({ about, degrees }) => about.test(words) && degrees.some((each) => each === degree));
  const message = less ? `"${degree}" is more than this needs.` : 'Nothing here says what a name is needed for.';
  if (!less && degree !== 'identified') return [];
  const remedy = less ? `Ask for "${less.enough}".` : 'Ask for "pseudonymous", or say what the name is for.';
  return [{ rule: 'degree', severity: 'warning', at: `${at}/degree`, message, remedy }];
}

function lintSignal({ title, description, sale }: Purpose, at: string): readonly PolicyFinding[] {
  if (sale || !/\b(advertis|ads?\b|sell|sale|marketing by others)/i.test(`${title} ${description}`)) return [];
  const message = 'This reads like advertising, and Global Privacy Control does not switch it off.';
  return [{ rule: 'signal', severity: 'warning', at: `${at}/sale`, message, remedy: 'Set "sale": true.' }];
}

function plainLanguage(text: string, at: string): readonly PolicyFinding[] {
  const jargon = JARGON.flatMap(([pattern, better]) => {
    const [found] = pattern.exec(text) ?? [];
    return found === undefined ? [] : [hint(at, `"${found}" is not how people speak.`, `Instead, ${better}.`)];
  });
  const longest = Math.max(...text.split(/[.!?;:]+\s/).map((sentence) => sentence.split(/\s+/).length));
  if (longest <= MOST_WORDS_OF_A_SENTENCE) return jargon;
  return [
    ...jargon,
    hint(at, `A sentence has ${longest} words.`, `Make two of it: ${MOST_WORDS_OF_A_SENTENCE} at most.`),
  ];
}

function hint(at: string, message: string, remedy: string): PolicyFinding {
  return { rule: 'plain-language', severity: 'warning', at, message, remedy };
}

function findSameTitles({ purposes }: ConsentPolicy): readonly PolicyFinding[] {
  return purposes.flatMap(({ title }, index) => {
    const first = purposes.findIndex((other) => other.title.toLowerCase() === title.toLowerCase());
    if (first === index) return [];
    const message = `Two purposes are called "${title}".`;
    const remedy = 'Give each its own name, or make one of them.';
    return [{ rule: 'title', severity: 'error', at: `/purposes/${index}/title`, message, remedy }];
  });
}

function lintParties({ parties }: ConsentPolicy): readonly PolicyFinding[] {
  return parties.flatMap(({ name, purposes, url, description }, index): readonly PolicyFinding[] => {
    const at = `/parties/${index}`;
    if (purposes.length === 0) {
      const message = `"${name}" asks for no purpose.`;
      return [
        {
          rule: 'party',
          severity: 'error',
          at: `${at}/purposes`,
          message,
          remedy: 'Name its purposes, or leave it out.',
        },
      ];
    }
    if (url !== undefined || description !== undefined) return [];
    const message = `Nobody can tell who "${name}" is.`;
    return [{ rule: 'party', severity: 'warning', at, message, remedy: 'Give a url or a description.' }];
  });
}

function lintNotice({ notice, controller }: ConsentPolicy): readonly PolicyFinding[] {
  const missing: PolicyFinding[] = [];
  if (notice === undefined) {
    const message = 'There is no notice to read.';
    missing.push({ rule: 'notice', severity: 'warning', at: '/notice', message, remedy: 'Give the address of one.' });
  }
  if (controller === undefined) {
    const message = 'Nobody is named who is responsible.';
    missing.push({ rule: 'notice', severity: 'warning', at: '/controller', message, remedy: 'Give name and contact.' });
  }
  return missing;
}

function lintDurations({ region: { grantDays, refusalDays } }: ConsentPolicy): readonly PolicyFinding[] {
  if (refusalDays < grantDays) {
    const message = `A refusal is forgotten after ${refusalDays} days, a permission after ${grantDays}.`;
    const remedy = 'Remember a refusal at least as long.';
    return [{ rule: 'duration', severity: 'error', at: '/region/refusalDays', message, remedy }];
  }
  if (grantDays <= MOST_GRANT_DAYS) return [];
  const message = `A permission lasts ${grantDays} days.`;
  const remedy = 'Ask again after 13 months at the latest.';
  return [{ rule: 'duration', severity: 'warning', at: '/region/grantDays', message, remedy }];
}
