// The code that pages load with their first list: what serves a packed model, and nothing that trains or reads folders.
import type { ProfileSnapshot } from '../profile/index.ts';
import type { Recommendations, Recommender } from '../recommend/index.ts';
import type { PageQuery } from './page-recommender.ts';

export { createRecommender, unpackModel } from '../recommend/index.ts';

/**
 * What is asked for by items goes with those items, and what the person bought stays away; what is asked for without is
 * chosen for the person.
 */
export function recommendTo(
  { recommend, popular }: Recommender,
  { placement: _placement, ...query }: PageQuery,
  profile: ProfileSnapshot | undefined,
): Recommendations {
  const { recent, purchased = [] } = profile ?? {};
  if (!query.items) {
    return recent ? recommend({ ...query, items: [...recent.items, ...purchased] }) : popular(query, 'no-consent');
  }
  const isNewOnly = query.repeats !== 'allow';
  return recommend({ ...query, exclude: [...(query.exclude ?? []), ...(isNewOnly ? purchased : [])] });
}
