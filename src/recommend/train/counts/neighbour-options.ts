import type { ModelSpec } from '../../index.ts';

const MAX_DEFAULT_NEIGHBOURS = 16_000_000;
const MIN_DEFAULT_PER_ITEM = 50;

/** How many neighbours stay: an option of all algorithms that have neighbours. */
export const NEIGHBOURS = {
  kind: 'whole',
  default: 'auto',
  min: 1,
  max: 9_007_199_254_740_991,
  words: ['all', 'auto'],
  help: 'how many neighbours to keep, "all", or "auto": all as far as 16 million fit, yet at least 50 for each item',
  tries: [20, 50, 100, 200, 500],
} as const;

/** On which side the list of neighbours is cut. */
export const CUT = {
  kind: 'choice',
  default: 'candidate',
  choices: ['candidate', 'history-item'],
  help: 'which side keeps its strongest neighbours',
} as const;

/** Whether weights count. */
export const WEIGHTS = {
  kind: 'choice',
  default: 'binary',
  choices: ['binary', 'given'],
  help: 'binary: each pair of user and item counts once; given: by its weight',
} as const;

/** What is kept of a matrix of neighbours, with nothing left open. */
export interface Kept {
  /** Not below the number of items where all are kept. */
  readonly neighbours: number;
  readonly cut: 'history-item' | 'candidate';
}

/** How many neighbours stay in a catalogue of so many items. */
export function keptOf(
  options: { readonly neighbours: number | 'all' | 'auto'; readonly cut: Kept['cut'] },
  itemCount: number,
): Kept {
  const { neighbours, cut } = options;
  if (neighbours === 'all') return { neighbours: itemCount, cut };
  const auto = Math.max(MIN_DEFAULT_PER_ITEM, Math.floor(MAX_DEFAULT_NEIGHBOURS / Math.max(1, itemCount)));
  return { neighbours: neighbours === 'auto' ? auto : neighbours, cut };
}

/** As the manifest states it: equal training, equal text, equal hash. The side is left out where nothing is cut. */
export function describeKept({ neighbours, cut }: Kept, itemCount: number): Omit<ModelSpec, 'algorithm'> {
  return neighbours >= itemCount ? { neighbours: 'all' } : { neighbours, cut };
}
