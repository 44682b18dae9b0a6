// The code that pages load with their first list: what serves a packed model, and nothing that trains or reads folders.
import type { ProfileSnapshot } from '../profile/index.ts';
import type { LoadedRecommender, Recommendations } from '../recommend/index.ts';
import type { PageQuery } from './page-recommender.ts';

export { loadRecommender } from '../recommend/index.ts';

/**
 * What is asked for by items goes with those items, and what the person bought stays away; what is asked for without is
 * chosen for the person. `profileNow` is asked once all code is there: what was allowed when the query came may be so no more.
 */
export async function recommendTo(
  { prepare, recommend, popular }: LoadedRecommender,
  query: PageQuery,
  profileNow: () => ProfileSnapshot | undefined,
): Promise<Recommendations> {
  const asked = ofTheList(query);
  await prepare(asked);
  const profile = profileNow();
  const { recentItems, purchased = [] } = profile ?? {};
  if (!asked.items) {
    if (!recentItems) return popular(asked, 'no-consent');
    const viewed = recentItems.map(({ item, at }) => ({ item, timeMs: at }));
    return recommend({ ...asked, items: [...viewed, ...purchased] });
  }
  const excluded = Array.isArray(asked.exclude) ? asked.exclude : [];
  return recommend({ ...asked, exclude: asked.repeats === 'allow' ? excluded : [...excluded, ...purchased] });
}

/** Whose the list is, only the profile says: a user or a session that a page names in spite of the types is not looked at. */
function ofTheList(query: PageQuery): PageQuery {
  const { placement, user, session, ...asked }: PageQuery & { user?: unknown; session?: unknown } = query;
  return asked;
}
