import { KindredError } from '../../../core/index.ts';
import { createInteractions, type DenseModel, type Interactions } from '../../index.ts';
import { invertedGram, resolveEase, toWeights } from '../ease.ts';
import { modelBase } from '../model-base.ts';
import type { EaseSpec } from '../spec.ts';
import type { TrainOptions } from '../train.ts';
import { withKernels } from '../with-kernels.ts';
import { createLivePairs, type LiveHistory } from './live-pairs.ts';
import { rearrange, type SparseColumn, updateInverse } from './woodbury.ts';

/** An EASE model that learns and unlearns without being trained anew. */
export interface OnlineEase {
  /**
   * Adds one interaction; weights of the same pair add up.
   *
   * @throws KindredError `invalid-input`, as {@link createInteractions} does
   */
  add(user: string, item: string, weight?: number, timeMs?: number): void;
  /** Removes all that a user had to do with an item; `false` where that was nothing. */
  remove(user: string, item: string): boolean;
  /** Removes a user: the next model is one that never saw them. */
  forget(user: string): void;
  /** Users whose changes the last model does not know yet. */
  readonly pending: number;
  /**
   * The model of all that is there now, as training would make it.
   *
   * @throws KindredError (as a rejection) `aborted`; the next call begins anew. `empty-input` where nothing is left
   */
  model(run?: TrainOptions): Promise<DenseModel>;
}

/** An update of more columns than one for so many items takes as long as training does. */
const ITEMS_PER_COLUMN = 16;

/**
 * Starts an EASE model that can be changed: P = (XᵀX + λI)⁻¹ is kept, in double precision, and corrected for each changed history by the
 * identity of Woodbury, which adds what the user has now and takes away what they had. The result is the model that training would give, up
 * to rounding. Changes of many users at once are trained anew instead.
 *
 * Time for `c` changed users and n items: n²·c. Memory: 8 · n² bytes, and 4 · n² for each model.
 *
 * @throws KindredError (as a rejection) `invalid-options`, `singular-matrix`, `aborted`
 *
 * @example
 * ```ts
 * import type { DenseModel, Interactions } from 'kindred/recommend';
 * import { createOnlineEase } from 'kindred/recommend/train';
 *
 * export async function afterWithdrawal(interactions: Interactions, user: string): Promise<DenseModel> {
 *   const online = await createOnlineEase(interactions, { algorithm: 'ease', lambda: 300 });
 *   online.forget(user);
 *   return online.model();
 * }
 * ```
 */
export async function createOnlineEase(
  interactions: Interactions,
  spec: EaseSpec,
  options: TrainOptions = {},
): Promise<OnlineEase> {
  const { algorithm, ...given } = spec;
  const resolved = resolveEase(given);
  const pairs = createLivePairs(interactions);
  /** What each changed user had when the inverse was last right. */
  const before = new Map<string, LiveHistory>();
  let items = interactions.items;
  let inverse: Float64Array | undefined = await invert(interactions, options);
  // One model after the other: each begins where the last one ended.
  let last: Promise<unknown> = Promise.resolve();

  function change(user: string): void {
    if (!before.has(user)) before.set(user, new Map(pairs.historyOf(user)));
  }

  function invert(all: Interactions, run: TrainOptions): Promise<Float64Array> {
    return withKernels(run, async (kernels) => {
      const made = await invertedGram(all, { ...resolved, precision: 'f64' }, kernels, run);
      return made instanceof Float64Array ? made : Float64Array.from(made);
    });
  }

  /** The inverse over the items that there are now; `undefined` where it has to be made anew. */
  async function correct(now: Interactions, changed: ReadonlyMap<string, LiveHistory>, run: TrainOptions) {
    const all = [...new Set([...items, ...now.items])];
    const toColumn = columnOver(all, resolved.weights === 'given');
    const gained = filled([...changed.keys()].map((user) => pairs.historyOf(user))).map(toColumn);
    const lost = filled([...changed.values()]).map(toColumn);
    const isLarge = (gained.length + lost.length) * ITEMS_PER_COLUMN > items.length;
    const isGrown = all.length > items.length;
    if (inverse === undefined || isLarge || (isGrown && resolved.lambda === 0)) return undefined;
    const work = isGrown ? rearrange(inverse, items, all, 1 / resolved.lambda) : inverse;
    const isDone =
      (await updateInverse(work, all.length, gained, 1, run)) && (await updateInverse(work, all.length, lost, -1, run));
    if (!isDone) return undefined;
    const isSame = all.length === now.items.length && all.every((item, n) => item === now.items[n]);
    return isSame ? work : rearrange(work, all, now.items, 0);
  }

  async function bringUpToDate(now: Interactions, run: TrainOptions): Promise<Float64Array> {
    const changed = new Map(before);
    before.clear();
    if (changed.size === 0 && inverse !== undefined) return inverse;
    const correcting = correct(now, changed, run);
    // Until all is done it may be half corrected; whoever stops here begins anew.
    inverse = undefined;
    const found = (await correcting) ?? (await invert(now, run));
    inverse = found;
    items = now.items;
    return found;
  }

  return {
    add(user, item, weight = 1, timeMs) {
      // It checks what it is given.
      createInteractions().add(user, item, weight, timeMs);
      change(user);
      pairs.add(user, item, weight, timeMs);
    },
    remove(user, item) {
      if (!pairs.historyOf(user).has(item)) return false;
      change(user);
      return pairs.remove(user, item);
    },
    forget(user) {
      change(user);
      pairs.forget(user);
    },
    get pending() {
      return before.size;
    },
    model(run = options) {
      const made = last.then(async () => {
        const now = pairs.toInteractions();
        if (now.itemIndex.length === 0) throw nothingLeft();
        const weights = toWeights(await bringUpToDate(now, run), now.items.length);
        return { kind: 'dense' as const, ...modelBase(now, { algorithm, ...resolved }, run), weights };
      });
      last = made.catch(() => undefined);
      return made;
    },
  };
}

function nothingLeft(): KindredError {
  return new KindredError('empty-input', 'There are no interactions left to learn from. Add at least one.');
}

function filled(histories: readonly LiveHistory[]): readonly LiveHistory[] {
  return histories.filter(({ size }) => size > 0);
}

/** A history as a column over these items. */
function columnOver(items: readonly string[], isWeighted: boolean): (history: LiveHistory) => SparseColumn {
  const places = new Map(items.map((item, place) => [item, place]));
  return (history) => ({
    index: [...history.keys()].map((item) => places.get(item) ?? 0),
    value: [...history.values()].map(({ weight }) => (isWeighted ? weight : 1)),
  });
}
