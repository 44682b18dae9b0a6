// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions, ModelSpec } from '../../index.ts';
import { type AlgorithmEntry, defineAlgorithm } from '../algorithm.ts';
import { type OptionsOf, type OptionTable, resolveOptions } from '../option-table.ts';
import type { PairSums } from './engine.ts';
import { MAX_HISTORY, newestOf } from './max-history.ts';
import { CUT, describeKept, keptOf, NEIGHBOURS } from './neighbour-options.ts';
import { pairSums } from './pair-sums.ts';
import { sequenceSums, sequencesOf } from './sequences.ts';
import { type Counting, trainNeighbours } from './train-neighbours.ts';
import type { Weigher } from './weighing.ts';

/** What one user adds to the sums. */
export type UserShare =
  /** `factor` for each pair of their items, times the values of both where there are any. */
  | {
      readonly kind: 'together';
      readonly factor: (user: number) => number;
      readonly values?: Float64Array;
    }
  /** `steps[d − 1]` for each pair of which one follows the other by d places. */
  | { readonly kind: 'in-order'; readonly steps: Float64Array; readonly withinMs: number };

/** A count algorithm with its options chosen. */
export interface OpenCount {
  readonly share: (interactions: Interactions) => UserShare;
  /** Whether each pair counts once, so that what is taken away leaves no trace. */
  readonly isExact: boolean;
  sums(interactions: Interactions): PairSums;
  histories(interactions: Interactions): Interactions;
  /** All that the engine needs; `sums` replaces those that would be counted now. */
  counting(interactions: Interactions, sums?: PairSums): Counting;
}

/** An entry of the table of algorithms, and the way to its parts. */
export interface CountAlgorithm {
  readonly entry: AlgorithmEntry;
  /** @throws KindredError `invalid-options` */
  open(given: Readonly<Record<string, unknown>>): OpenCount;
}

const KEPT = { neighbours: NEIGHBOURS, cut: CUT, maxHistory: MAX_HISTORY } as const;
type WithKept<Table> = Table & typeof KEPT;

interface Definition<Table extends OptionTable> extends Pick<AlgorithmEntry, 'summary' | 'paper' | 'reads'> {
  readonly name: string;
  readonly options: Table;
  share(interactions: Interactions, options: OptionsOf<Table>): UserShare;
  weigher(interactions: Interactions, options: OptionsOf<Table>): Weigher;
  /** How its items count; see `ModelSpec`. */
  weights(options: OptionsOf<Table>): 'binary' | 'given';
  /** Refuses interactions that cannot be counted. */
  check?(interactions: Interactions): void;
  /** What lists are made from, where that is not what was counted. */
  histories?(interactions: Interactions, options: OptionsOf<Table>): Interactions;
}

/** Makes an algorithm of the count engine out of what sets it apart: what users add, and how sums become similarities. */
export function defineCount<const Table extends OptionTable>(definition: Definition<Table>): CountAlgorithm {
  const { name, summary, paper, reads } = definition;
  const options: WithKept<Table> = { ...definition.options, ...KEPT };
  const open = (given: Readonly<Record<string, unknown>>) => openCount(definition, given);
  const entry = defineAlgorithm({
    name,
    summary,
    paper,
    reads,
    kind: 'neighbours',
    options,
    async train(interactions, given, run) {
      const chosen = open(given);
      const model = await trainNeighbours(interactions, chosen.counting(interactions), run);
      return { ...model, histories: chosen.histories(interactions) };
    },
  });
  return { entry, open };
}

function openCount<Table extends OptionTable>(
  definition: Definition<Table>,
  given: Readonly<Record<string, unknown>>,
): OpenCount {
  const { neighbours, cut, maxHistory, ...others } = given;
  const size = resolveOptions(definition.name, KEPT, { neighbours, cut, maxHistory });
  const options = resolveOptions(definition.name, definition.options, others);
  const { weights: _, ...stated }: Readonly<Record<string, number | string | boolean>> = options;
  const weights = definition.weights(options);
  return {
    share: (interactions) => definition.share(interactions, options),
    sums: (interactions) => sumsOf(interactions, definition.share(interactions, options)),
    histories: (interactions) => definition.histories?.(interactions, options) ?? interactions,
    isExact: !('weights' in options) || weights === 'binary',
    counting(interactions, sums) {
      definition.check?.(interactions);
      const itemCount = interactions.items.length;
      const kept = keptOf(size, itemCount);
      // Stated only where it leaves something open: models without it keep their hashes.
      const limit = size.maxHistory === 'all' ? {} : { maxHistory: size.maxHistory };
      const spec: ModelSpec = {
        ...{ algorithm: definition.name, ...stated, ...limit },
        ...describeKept(kept, itemCount),
        weights,
      };
      const counted = newestOf(interactions, size.maxHistory);
      return {
        sums: sums ?? sumsOf(counted, definition.share(counted, options)),
        weigher: definition.weigher(counted, options),
        kept,
        spec,
      };
    },
  };
}

function sumsOf(interactions: Interactions, share: UserShare): PairSums {
  if (share.kind === 'in-order') {
    return sequenceSums(sequencesOf(interactions), interactions.items.length, share.steps, share.withinMs);
  }
  const user = Float64Array.from(interactions.users, (_, place) => share.factor(place));
  return pairSums(interactions, { user, value: share.values });
}
