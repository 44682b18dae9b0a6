import type { ChainVerdict } from './verify-chain.ts';

/** Why a store does not take a ledger. */
export type LedgerRefusal =
  | Extract<ChainVerdict, { ok: false }>['why']
  /** It holds no event, and so no name under which it could be kept. */
  | 'empty'
  /** What is stored goes on where this one ends. */
  | 'shorter'
  /** It and the stored one part before either ends. */
  | 'forked'
  /** The same events in the name of another site. */
  | 'other-source'
  /** It came with another key than the first time. */
  | 'other-key'
  /** It came without the secret of the first time, or with another. */
  | 'other-secret'
  /** An event of it belongs to another ledger, or is in it twice. */
  | 'taken';

/** A ledger that is not taken. */
export interface RefusedLedger {
  readonly kind: 'refused';
  readonly why: LedgerRefusal;
  /** The position of the event at which it fails. */
  readonly at: number;
}

export function refusedLedger(why: LedgerRefusal, at: number): RefusedLedger {
  return { kind: 'refused', why, at: Math.max(at, 0) };
}
