// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { halvedBy } from '../../half-life.ts';
import type { RepurchaseModel } from '../../model.ts';
import { type HistoryEntry, type Scorer, type ScoringQuery, sharesOf } from './scorer.ts';

const DAY_MS = 86_400_000;
/** What is trending decides between equals, and hardly ever more. */
const TREND = 1e-6;

/**
 * Scores a person's own items by how often and how lately they had them; see `train/buy-again.ts` for the formula. The weights of
 * histories that the model holds have faded already. Time: the items of the history.
 */
export function createRepurchaseScorer(model: RepurchaseModel): Scorer {
  const { popularity, cadence, spec, data } = model;
  const most = popularity.reduce((greatest, count) => Math.max(greatest, count), 0) || 1;
  const halfLifeMs = (typeof spec.halfLifeDays === 'number' ? spec.halfLifeDays : 30) * DAY_MS;

  const dueOf = ({ index, timeMs }: HistoryEntry, nowMs: number): number => {
    const days = cadence[index]!;
    if (spec.cadence !== true || days <= 0 || timeMs === undefined) return 1;
    return 1 - halvedBy((nowMs - timeMs) / (days * DAY_MS));
  };
  const scoreOf = (entry: HistoryEntry, { nowMs = data.untilMs, user }: ScoringQuery): number => {
    const { index, weight, timeMs } = entry;
    const isFaded = user !== undefined || timeMs === undefined || nowMs === undefined;
    const left = isFaded ? weight : weight * halvedBy((nowMs - timeMs) / halfLifeMs);
    return left * dueOf(entry, nowMs ?? 0) + (TREND * popularity[index]!) / most;
  };

  return {
    repeats: 'allow',
    score(history, { score, touched }, query) {
      let count = 0;
      for (const entry of history) {
        touched[count++] = entry.index;
        score[entry.index] = scoreOf(entry, query);
      }
      return count;
    },
    shares: (history, candidates, query) =>
      sharesOf(history, candidates, (candidate) => (entry) => (entry.index === candidate ? scoreOf(entry, query) : 0)),
  };
}
