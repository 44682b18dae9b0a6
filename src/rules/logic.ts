import { nothing, type Operator, type Telling } from './operator.ts';

/** Operators that join conditions. Only `true` is true: no other value counts as it. */
export const LOGIC: Readonly<Record<string, Operator>> = {
  and: {
    arity: [1, Number.POSITIVE_INFINITY],
    takes: [['boolean']],
    gives: 'boolean',
    alias: ['all', 'every', '&&', '&'],
    apply: (values) => values.every((value) => value === true),
    compile: (operands) => (facts) => {
      for (const operand of operands) if (operand(facts) !== true) return false;
      return true;
    },
    tell: (parts, holds) => ({
      need: join(parts, 'need', ' and '),
      has: join(parts, 'has', ' and '),
      sentence: join(
        parts.filter((part) => part.holds === holds),
        'sentence',
        ' and ',
      ),
    }),
  },
  or: {
    arity: [1, Number.POSITIVE_INFINITY],
    takes: [['boolean']],
    gives: 'boolean',
    alias: ['any', 'some', '||', '|'],
    apply: (values) => values.some((value) => value === true),
    compile: (operands) => (facts) => {
      for (const operand of operands) if (operand(facts) === true) return true;
      return false;
    },
    tell: (parts, holds) => ({
      need: `either ${join(parts, 'need', ' or ')}`,
      has: join(parts, 'has', ' and '),
      sentence: join(
        parts.filter((part) => part.holds === holds),
        'sentence',
        holds ? ' and ' : ', or ',
      ),
    }),
  },
  '!': {
    arity: [1, 1],
    takes: [['boolean']],
    gives: 'boolean',
    alias: ['not', 'none', '!!'],
    apply: ([value]) => value !== true,
    compile:
      ([operand = nothing]) =>
      (facts) =>
        operand(facts) !== true,
    tell([part], holds) {
      const need = `anything but ${part?.need}`;
      const has = `${part?.has}`;
      return { need, has, sentence: holds ? `${has} (needs ${need})` : `needs ${need}, has ${has}` };
    },
  },
};

function join(parts: readonly Telling[], field: 'need' | 'has' | 'sentence', word: string): string {
  return parts.map((part) => part[field]).join(word);
}
