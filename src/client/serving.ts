// The code that pages load with their first list: what serves a packed model, and nothing that trains or reads folders.
import type { ProfileSnapshot } from '../profile/index.ts';
import {
  type LoadedRecommender,
  loadRecommender,
  type Model,
  type PackOptions,
  type Recommendations,
  type RecommenderOptions,
} from '../recommend/index.ts';
import type { PageQuery, Serve } from './page-recommender.ts';

/** What a model is served with. */
type ServingOptions = RecommenderOptions & PackOptions;

/** The first range that was asked for: an answer that is shorter is all there is. */
const FIRST_BYTES = 65_536;

/** Serves from what the server gave: all of the model, or the beginning of it. `load` fetches a range, or all. */
export async function serveFrom(
  response: Response,
  load: (range?: string) => Promise<Response>,
  options: ServingOptions,
): Promise<Serve> {
  const serve = async (model: Uint8Array | Model): Promise<Serve> => {
    const recommender = await loadRecommender(model, options);
    return (query, profileNow) => recommendTo(recommender, query, profileNow);
  };
  const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
  const bytes = await bytesOf(response);
  if (bytes.length < FIRST_BYTES || response.status !== 206) return serve(bytes);
  const { serveSlices } = await import('./serving-slices.ts');
  return serveSlices(bytes, load, { ...options, serve, whole: async () => serve(await bytesOf(await load())) });
}

/**
 * What is asked for by items goes with those items, and what the person bought stays away; what is asked for without is
 * chosen for the person. `profileNow` is asked once all code is there: what was allowed when the query came may be so no more.
 */
async function recommendTo(
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
