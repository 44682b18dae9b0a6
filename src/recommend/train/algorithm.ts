import type { Interactions, Model, ModelKind } from '../index.ts';
import { type OptionsOf, type OptionTable, resolveOptions } from './option-table.ts';
import type { TrainOptions } from './train.ts';

/** One algorithm: what it is, what it takes, and how it is trained. Everything that lists algorithms is made from these. */
export interface AlgorithmEntry {
  /** The kind of model that it makes. */
  readonly kind: ModelKind;
  /** What it does, in one line. */
  readonly summary: string;
  /** Where it comes from. */
  readonly paper: string;
  /**
   * What it learns from: each pair of user and item once (`pairs`), in the order of their times (`order`), or every single event
   * (`events`, which interactions keep only if they were told to).
   */
  readonly reads: 'pairs' | 'order' | 'events';
  readonly options: OptionTable;
  /** @throws KindredError (as a rejection) `invalid-options`, `aborted` */
  train(interactions: Interactions, options: Readonly<Record<string, unknown>>, run: TrainOptions): Promise<Model>;
}

/** An algorithm as its own file states it; its options come checked and typed. */
interface Definition<Table extends OptionTable> extends Omit<AlgorithmEntry, 'options' | 'train'> {
  readonly name: string;
  readonly options: Table;
  train(interactions: Interactions, options: OptionsOf<Table>, run: TrainOptions): Promise<Model>;
}

/** Makes the entry of an algorithm: its options are checked before it sees them. */
export function defineAlgorithm<const Table extends OptionTable>(definition: Definition<Table>): AlgorithmEntry {
  const { name, train, ...stated } = definition;
  return {
    ...stated,
    train: async (interactions, given, run) => train(interactions, resolveOptions(name, stated.options, given), run),
  };
}
