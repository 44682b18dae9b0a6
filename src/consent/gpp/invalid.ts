import { KindredError } from '../../core/index.ts';

/** An error for rubbish, or for options; `at` is the place in the model as a JSON Pointer, or the option. */
export function invalid(
  at: string,
  problem: string,
  code: 'invalid-signal' | 'invalid-options' = 'invalid-signal',
): KindredError {
  return new KindredError(code, `GPP: ${at} ${problem}.`, { at });
}
