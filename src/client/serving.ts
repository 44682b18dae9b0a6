// The code that pages load with their first list: what serves a packed model, and nothing that trains or reads folders.
import type { ProfileSnapshot } from '../profile/index.ts';
import {
  type LoadedRecommender,
  loadRecommender,
  type PackOptions,
  type Recommendations,
  type RecommenderOptions,
} from '../recommend/index.ts';
import type { PageQuery, Serve } from './page-recommender.ts';

/** What a model is served with. */
export type ServingOptions = RecommenderOptions & PackOptions;

/** The first range that was asked for: an answer that is shorter is all there is. */
const FIRST_BYTES = 65_536;

/** Serves from what the server gave: all of the model, or the beginning of it. `load` fetches a range, or all. */
export async function serveFrom(
  response: Response,
  load: (range?: string) => Promise<Response>,
  options: ServingOptions,
): Promise<Serve> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 206 || bytes.length < FIRST_BYTES) return serveWhole(bytes, options);
  const loadWhole = async () => serveWhole(new Uint8Array(await (await load()).arrayBuffer()), options);
  const { serveSlices } = await import('./serving-slices.ts');
  return serveSlices(bytes, load, loadWhole, options);
}

async function serveWhole(packed: Uint8Array, options: ServingOptions): Promise<Serve> {
  const recommender = await loadRecommender(packed, options);
  return (query, profileNow) => recommendTo(recommender, query, profileNow);
}

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
