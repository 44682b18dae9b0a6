import * as fc from 'fast-check';
import type { EvaluationContext, FactTypes } from '../../src/rules/index.ts';

const PATHS = ['a', 'b', 'c.d', 'c.e.f', 'list'];

/** Types for the facts of the arbitraries: some need a permission. */
export const guardedTypes: fc.Arbitrary<FactTypes> = fc
  .array(fc.constantFrom('one', 'two', undefined), { minLength: PATHS.length, maxLength: PATHS.length })
  .map((purposes) =>
    Object.fromEntries(
      PATHS.map((path, index) => {
        const purpose = purposes[index];
        return [path, purpose ? { type: 'unknown', purpose } : 'unknown'];
      }),
    ),
  );

/** Some of the purposes are permitted. */
export const permissions: fc.Arbitrary<EvaluationContext> = fc
  .subarray(['one', 'two'])
  .map((allowed) => ({ allows: (purpose: string) => allowed.includes(purpose) }));
