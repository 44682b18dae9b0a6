// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import { sortIds } from '../../id-order.ts';
import type { ModelBase, SingleModel } from '../../model.ts';
import { createScorer } from '../scorers/create-scorer.ts';
import { clearScores, createScoreboard, type Scoreboard } from '../scorers/scoreboard.ts';
import { type HistoryEntry, type Scorer, type ScoringQuery, sharesOf } from '../scorers/scorer.ts';

/** What one model says of a history; good until `clear`. */
export interface PartScores {
  readonly board: Scoreboard;
  readonly count: number;
  clear(): void;
}

/** One model of a blend, which may have a catalogue of its own. */
export interface Part {
  readonly repeats: Scorer['repeats'];
  /** From the model's index to the blend's. */
  readonly places: Uint32Array;
  /** Whether the model knows an item of the blend. */
  knows(index: number): boolean;
  score(history: readonly HistoryEntry[], query: ScoringQuery): PartScores;
  /** One for each entry of the history, also for those that this model does not know. */
  shares(history: readonly HistoryEntry[], candidates: readonly number[], query: ScoringQuery): readonly Float64Array[];
}

const UNKNOWN = -1;

/** The catalogue of all, and what else a recommender needs: the first model's word counts where they differ. */
export function baseOf(models: readonly SingleModel[]): ModelBase {
  const [first] = models;
  if (first === undefined) throw invalid('there is no model in it. Give at least one.');
  if (models.length === 1) return first;
  const items = sortIds([...new Set(models.flatMap((model) => model.items))]);
  const places = new Map(items.map((item, place) => [item, place]));
  const popularity = new Float32Array(items.length);
  for (const model of [...models].reverse()) {
    model.items.forEach((item, n) => {
      popularity[places.get(item) ?? 0] = model.popularity[n] ?? 0;
    });
  }
  const histories = models.find((model) => model.histories !== undefined)?.histories;
  return { ...pick(first), items, popularity, ...(histories && { histories }) };
}

function pick({ spec, seed, data }: SingleModel): Pick<ModelBase, 'spec' | 'seed' | 'data'> {
  return { spec, seed, data };
}

/** @throws KindredError `invalid-options` for a model that knows only what is popular */
export function createPart(model: SingleModel, base: ModelBase): Part {
  const scorer = createScorer(model);
  if (scorer === undefined)
    throw invalid('a model of popularity has nothing to say of a history. Use `fill: "popular"`.');
  const { items } = base;
  const own = new Map(model.items.map((item, place) => [item, place]));
  const local = Int32Array.from(items, (item) => own.get(item) ?? UNKNOWN);
  const places = new Uint32Array(model.items.length);
  local.forEach((place, index) => {
    if (place !== UNKNOWN) places[place] = index;
  });
  const boards: Scoreboard[] = [];
  const toLocal = (entries: readonly HistoryEntry[]) =>
    entries.flatMap((entry) => {
      const index = local[entry.index]!;
      return index === UNKNOWN ? [] : [{ ...entry, index }];
    });
  // A list is explained item by item, with the same history; and scorers know a history by its identity.
  let last: { readonly history: readonly HistoryEntry[]; readonly mapped: readonly HistoryEntry[] } | undefined;
  const mapped = (history: readonly HistoryEntry[]) => {
    if (last?.history !== history) last = { history, mapped: toLocal(history) };
    return last.mapped;
  };
  const asked = ({ nowMs, user, session }: ScoringQuery): ScoringQuery => ({
    nowMs,
    user: model.histories === base.histories ? user : undefined,
    session: session?.map((index) => (index < 0 ? UNKNOWN : local[index]!)),
  });
  return {
    repeats: scorer.repeats,
    places,
    knows: (index) => local[index] !== UNKNOWN,
    score(history, query) {
      const board = boards.pop() ?? createScoreboard(model.items.length);
      const known = mapped(history);
      const count = known.length > 0 ? scorer.score(known, board, asked(query)) : 0;
      return {
        board,
        count,
        clear() {
          clearScores(board, count);
          boards.push(board);
        },
      };
    },
    shares(history, candidates, query) {
      const places = candidates.map((candidate) => local[candidate] ?? UNKNOWN);
      const found = scorer.shares(mapped(history), places, asked(query));
      return sharesOf(history, places, (place, c) => {
        let next = 0;
        return ({ index }) => (place !== UNKNOWN && local[index] !== UNKNOWN ? found[c]![next++]! : 0);
      });
    },
  };
}

export function invalid(what: string): KindredError {
  return new KindredError('invalid-options', `The models cannot be blended: ${what}`, { at: 'parts' });
}
