import { KindredError } from '../core/index.ts';
import { type ConditionOptions, compileFact, type Facts, formatValue } from '../rules/index.ts';

/** The reason of a candidate in words: plain text, or `undefined` where a fact that it names is missing. */
export type Because = (facts: Facts) => string | undefined;

const PLACEHOLDER = /\{([^{}]*)\}/;

/**
 * Compiles a sentence such as `You looked at {views.category.tea} teas`. A fact's value goes in as it is: braces in it are
 * not filled again, and markup stays text.
 *
 * @throws KindredError `invalid-rule` for an unknown fact or a stray brace
 */
export function parseBecause(
  template: string,
  options: Required<Pick<ConditionOptions, 'at'>> & ConditionOptions,
): Because {
  // Splitting by one group gives text and path in turns.
  const pieces = template.split(PLACEHOLDER);
  const parts = pieces.map((piece, index) => (index % 2 ? fill(piece, options) : text(piece, options.at)));
  return (facts) => {
    const filled = parts.map((part) => part(facts));
    return filled.includes(undefined) ? undefined : filled.join('');
  };
}

function text(piece: string, at: string): Because {
  if (/[{}]/.test(piece)) {
    throw new KindredError('invalid-rule', `A brace stands alone, at ${at}. Write facts as "{orders.count}".`, { at });
  }
  return () => piece;
}

function fill(path: string, options: ConditionOptions): Because {
  const read = compileFact(path, options);
  return (facts) => {
    const shown = formatValue(read(facts));
    return shown === 'nothing' || shown === 'something else' ? undefined : shown;
  };
}
