import { BLEND_ANSWERS } from './blends.ts';
import { COUNT_ANSWERS } from './counts.ts';
import type { KnownAnswer } from './known-answer.ts';
import { MEASURING_ANSWERS } from './measuring.ts';
import { PURCHASE_ANSWERS } from './purchases.ts';
import { ROW_ANSWERS } from './rows.ts';
import { SESSION_ANSWERS } from './sessions.ts';

/** One answer that is known, and what came out. */
export interface SelfTestCase {
  readonly name: string;
  /** Where the answer comes from. */
  readonly source: string;
  readonly expected: number;
  readonly found: number;
  /** How far off it may be. */
  readonly within: number;
  readonly passed: boolean;
}

const KNOWN_ANSWERS: readonly KnownAnswer[] = [
  ...COUNT_ANSWERS,
  ...PURCHASE_ANSWERS,
  ...SESSION_ANSWERS,
  ...ROW_ANSWERS,
  ...BLEND_ANSWERS,
  ...MEASURING_ANSWERS,
];

/**
 * Trains on cases so small that their answers can be computed from the papers by hand, and compares: whether this copy computes rightly on this
 * machine.
 *
 * @example
 * ```ts
 * import { selfTest } from 'kindred/recommend/evaluate';
 *
 * for (const { name, passed } of await selfTest()) if (!passed) console.error(name);
 * ```
 */
export async function selfTest(): Promise<readonly SelfTestCase[]> {
  const cases: SelfTestCase[] = [];
  for (const { find, ...known } of KNOWN_ANSWERS) cases.push(compared(known, await find()));
  return cases;
}

/** Whatever is no number is wrong. */
export function compared(known: Omit<SelfTestCase, 'found' | 'passed'>, found: number): SelfTestCase {
  return { ...known, found, passed: Math.abs(found - known.expected) <= known.within };
}
