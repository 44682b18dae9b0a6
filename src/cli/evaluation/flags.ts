import type { ProtocolName, RepeatPolicy } from '../../recommend/evaluate/index.ts';
import type { Algorithm } from '../../recommend/train/index.ts';
import type { AlgorithmFlags } from '../commands/algorithm-options.ts';
import type { InputFlags } from '../commands/input-options.ts';
import type { ProtocolFlags } from '../commands/protocol-options.ts';

/** What is asked of every evaluation. */
export interface MeasureFlags extends InputFlags {
  readonly metrics: readonly string[];
  readonly allowRepeats?: boolean;
  readonly sessions?: RepeatPolicy;
  readonly report?: string;
  readonly json?: boolean;
}

/** Models that were stored, measured by files. */
export interface StoredFlags extends MeasureFlags {
  readonly model: readonly string[];
  readonly holdout: readonly string[];
}

/** Algorithms that are trained and measured on parts of one set of interactions. */
export interface ProtocolRunFlags extends MeasureFlags, ProtocolFlags, AlgorithmFlags {
  readonly input: readonly string[];
  readonly protocol: ProtocolName | 'session-next';
  readonly algorithm: readonly Algorithm[];
  readonly threads?: number;
}
