// How interactions are split for a measurement: each protocol by its name.
import { KindredError } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import { splitByHash } from './hash80.ts';
import { leaveNewestAmongFew, leaveNewestOut } from './leave-one-out.ts';
import { holdUsersOut } from './liang-strong.ts';
import type { ProtocolSpec, Split } from './protocol.ts';
import { splitByTime } from './temporal.ts';

export type {
  Hash80Spec,
  LeaveOneOutSpec,
  LiangStrongSpec,
  Ncf99Spec,
  ProtocolSpec,
  Split,
  TemporalSpec,
} from './protocol.ts';

/** The protocols by name; `session-next` is that of {@link evaluateSessions}. */
export const PROTOCOLS = ['temporal', 'hash80', 'leave-one-out', 'ncf-99', 'liang-strong'] as const;

/** One of {@link PROTOCOLS}. */
export type ProtocolName = (typeof PROTOCOLS)[number];

/**
 * Splits interactions for a measurement. The same interactions and spec give the same split on every platform.
 *
 * @throws KindredError `invalid-options`; `invalid-input` where the protocol needs times or ids that are whole numbers;
 * `empty-input` when a part would be empty
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { evaluate, splitInteractions } from 'kindred/recommend/evaluate';
 * import { train } from 'kindred/recommend/train';
 *
 * export async function measure(interactions: Interactions): Promise<number | undefined> {
 *   const { train: before, holdout, ...how } = splitInteractions(interactions, { protocol: 'temporal', share: 0.1 });
 *   const { metrics } = await evaluate(await train(before, { algorithm: 'rp3beta' }), holdout, { ...how, metrics: ['ndcg@10'] });
 *   return metrics['ndcg@10'];
 * }
 * ```
 */
export function splitInteractions(interactions: Interactions, spec: ProtocolSpec): Split {
  switch (spec.protocol) {
    case 'temporal':
      return splitByTime(interactions, spec);
    case 'hash80':
      return splitByHash(interactions);
    case 'leave-one-out':
      return leaveNewestOut(interactions);
    case 'ncf-99':
      return leaveNewestAmongFew(interactions, spec);
    case 'liang-strong':
      return holdUsersOut(interactions, spec);
    default:
      throw unknownProtocol(spec);
  }
}

function unknownProtocol(spec: never): KindredError {
  const message = `Unknown protocol in ${JSON.stringify(spec)}. There are ${PROTOCOLS.join(', ')}.`;
  return new KindredError('invalid-options', message, { at: 'protocol' });
}
