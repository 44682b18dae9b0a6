import { invalid } from '../condition/refusal.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { absent, constantOf, type OperandOperator, type OperatorTable } from './operator.ts';

/** Whether a text has a match of a regular expression, in time proportional to the text. */
export const PATTERN: OperatorTable<OperandOperator> = {
  matches: {
    arity: [2, 3],
    takes: ['string'],
    check([, pattern, flags], at) {
      const source = constantOf(pattern);
      if (typeof source !== 'string' || (flags && flags.kind !== 'literal')) {
        throw invalid('The pattern is computed', `${at}/${typeof source === 'string' ? 2 : 1}`, 'Write it.');
      }
      compilePattern(source, flagsOf(constantOf(flags)), `${at}/1`);
    },
    compile([text = absent], [, pattern, flags]) {
      const matches = compilePattern(String(constantOf(pattern)), flagsOf(constantOf(flags)));
      return (facts, context) => {
        const value = text(facts, context);
        return value === undefined ? undefined : typeof value === 'string' && matches(value);
      };
    },
  },
};

function flagsOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
