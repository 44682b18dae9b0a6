import { KindredError, nearestName } from '../../core/index.ts';
import type { AlgorithmEntry } from './algorithm.ts';
import { buyAgain } from './buy-again.ts';
import { cooccurrence } from './counts/cooccurrence.ts';
import { cosine } from './counts/cosine.ts';
import { jaccard } from './counts/jaccard.ts';
import { rp3beta } from './counts/rp3beta.ts';
import { sar } from './counts/sar.ts';
import { sequentialRules } from './counts/sequential-rules.ts';
import { ease } from './ease.ts';
import { ials } from './ials.ts';
import { popularity } from './popularity.ts';
import { trending } from './trending.ts';
import { vmis } from './vmis.ts';

/** The algorithms that `train` knows. */
export const ALGORITHMS = [
  'popularity',
  'trending',
  'buy-again',
  'cooccurrence',
  'cosine',
  'jaccard',
  'rp3beta',
  'sequential-rules',
  'sar',
  'vmis',
  'ease',
  'ials',
] as const;

/** One of {@link ALGORITHMS}. */
export type Algorithm = (typeof ALGORITHMS)[number];

/**
 * All that is known of each algorithm: its summary, its paper, its options with defaults, bounds and help. Checks, manifests, flags
 * of the command line, grids of the tuner and the planner are made from this table.
 */
export const ALGORITHM_TABLE: Readonly<Record<Algorithm, AlgorithmEntry>> = {
  popularity,
  trending,
  'buy-again': buyAgain,
  cooccurrence: cooccurrence.entry,
  cosine: cosine.entry,
  jaccard: jaccard.entry,
  rp3beta: rp3beta.entry,
  'sequential-rules': sequentialRules.entry,
  sar: sar.entry,
  vmis,
  ease,
  ials,
};

/** @throws KindredError `invalid-options`; `at` is `algorithm` */
export function algorithmNamed(name: unknown): AlgorithmEntry {
  const found = ALGORITHMS.find((known) => known === name);
  if (found !== undefined) return ALGORITHM_TABLE[found];
  const near = nearestName(String(name), ALGORITHMS);
  const remedy = near === undefined ? `Give one of: ${ALGORITHMS.join(', ')}.` : `Did you mean "${near}"?`;
  throw new KindredError('invalid-options', `Cannot train: there is no algorithm "${String(name)}". ${remedy}`, {
    at: 'algorithm',
  });
}
