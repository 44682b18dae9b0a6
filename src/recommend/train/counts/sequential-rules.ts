import { KindredError } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import { lnOf } from '../../portable-math.ts';
import { DAY_MS } from '../times.ts';
import { type CountAlgorithm, defineCount } from './count-algorithm.ts';
import { ones, toSteps } from './factors.ts';
import { weighByProduct } from './weighing.ts';

/**
 * Directed rules: j follows i, and counts the more the nearer it stands.
 *
 *     W[i][j] = Σ over sequences and places p < q of i and j with q − p ≤ window, of step(q − p)
 *
 * with step(d) = 1/d, 1/d², 1 − d/10, 1/log10(d + 1.7), or 1. Scores add up over the history, in which the newest item counts 1 and the one
 * before it 1/2, and so on (`recency`: `reciprocal`), or all alike (`equal`), or the newest alone (`last`, as in the paper).
 *
 * Time: events · window. Memory: 28 bytes for each event.
 */
export const sequentialRules: CountAlgorithm = defineCount({
  name: 'sequential-rules',
  reads: 'order',
  summary: 'what follows what, the nearer the more',
  paper: 'Ludewig, Jannach 2018, "Evaluation of session-based recommendation algorithms" (SR)',
  options: {
    window: {
      kind: 'whole',
      default: 10,
      min: 1,
      max: 10_000,
      help: 'how many places two items may stand apart',
      tries: [1, 2, 3, 5, 10, 20, 50],
    },
    step: {
      kind: 'choice',
      default: 'reciprocal',
      choices: ['reciprocal', 'quadratic', 'linear', 'log', 'equal'],
      help: 'how a rule counts less the further apart its items stand',
      tries: ['reciprocal', 'quadratic', 'equal'],
    },
    recency: {
      kind: 'choice',
      default: 'reciprocal',
      choices: ['reciprocal', 'last', 'equal'],
      help: 'how items of a history count less the further back they stand',
      tries: ['reciprocal', 'last', 'equal'],
    },
    withinDays: {
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e6,
      help: 'how many days two items may lie apart; 0 for any number',
    },
  },
  weights: () => 'binary',
  check: requireOrder,
  share: (_, { window, step, withinDays }) => ({
    kind: 'in-order',
    steps: Float64Array.from({ length: window }, (_step, n) => toSteps(stepOf(step, n + 1))),
    withinMs: withinDays > 0 ? withinDays * DAY_MS : Number.POSITIVE_INFINITY,
  }),
  weigher: ({ items }) => weighByProduct(ones(items.length), ones(items.length)),
});

function stepOf(kind: 'reciprocal' | 'quadratic' | 'linear' | 'log' | 'equal', distance: number): number {
  switch (kind) {
    case 'reciprocal':
      return 1 / distance;
    case 'quadratic':
      return 1 / distance ** 2;
    case 'linear':
      return Math.max(0, 1 - distance / 10);
    case 'log':
      return Math.LN10 / lnOf(distance + 1.7);
    case 'equal':
      return 1;
    default:
      return kind satisfies never;
  }
}

/** @throws KindredError `invalid-input` */
function requireOrder({ time }: Interactions): void {
  if (time.some((at) => !Number.isNaN(at))) return;
  const message =
    'Cannot train sequential-rules: no interaction has a time, and so nothing follows anything. Give times.';
  throw new KindredError('invalid-input', message, { at: 'time' });
}
