import { type ConditionOptions, compileFact, type Facts, formatValue } from '../rules/index.ts';

/** The reason of a candidate in words: plain text, or `undefined` where a fact that it names is missing. */
export type Because = (facts: Facts) => string | undefined;

/**
 * Compiles a sentence such as `You looked at {views.category.tea} teas`. A fact's value goes in as it is: braces in it are
 * not filled again, and markup stays text.
 *
 * @throws KindredError `invalid-rule` for an unknown fact
 */
export function parseBecause(template: string, options: ConditionOptions): Because {
  // Splitting by a pattern with a group gives text and path in turns.
  const parts = template.split(/\{([^{}]*)\}/).map((part, index): Because => {
    if (index % 2 === 0) return () => part;
    const read = compileFact(part, options);
    return (facts) => {
      const shown = formatValue(read(facts));
      return shown === 'nothing' ? undefined : shown;
    };
  });
  return (facts) => {
    const texts = parts.map((part) => part(facts));
    return texts.includes(undefined) ? undefined : texts.join('');
  };
}
