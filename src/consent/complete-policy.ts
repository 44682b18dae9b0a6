import { isRecord, KindredError } from '../core/at-once.ts';
import type { ConsentPolicy, ConsentPolicyDefinition } from './policy.ts';
import { STRICTEST_REGION } from './region.ts';

/**
 * A policy with what it leaves out. It is believed: the code that records choices checks all of it first, and what is out of shape allows
 * nothing.
 *
 * @throws KindredError `invalid-policy` where it asks for nothing
 */
export function completePolicy(input: unknown): ConsentPolicy {
  if (!isDefinition(input)) {
    throw new KindredError('invalid-policy', 'Policy: /purposes needs at least one purpose.', { at: '/purposes' });
  }
  const { version = '1', parties = [], purposes, ...rest } = input;
  return Object.freeze({
    version,
    groups: [],
    region: STRICTEST_REGION,
    ...rest,
    purposes: purposes.map((one) =>
      Object.freeze({ degree: 'pseudonymous', sale: false, keeps: {}, version, ...one } as const),
    ),
    parties: parties.map((one) => Object.freeze({ groups: [], ...one })),
  });
}

/** Whether it looks like one. */
function isDefinition(input: unknown): input is ConsentPolicyDefinition {
  return isRecord(input) && Array.isArray(input.purposes) && input.purposes.length > 0;
}
