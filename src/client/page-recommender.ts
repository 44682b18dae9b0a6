import { isKindredError } from '../core/at-once.ts';
import type { Clock, Digest, Logger } from '../core/index.ts';
import type { ProfileSnapshot } from '../profile/index.ts';
import type { Attributes, Recommendations, RecommendQuery, StandingFilters } from '../recommend/index.ts';

/** A list, or why there is none: no model is configured, or it could not be loaded. */
export type PageRecommendations =
  | Recommendations
  | { readonly kind: 'none'; readonly reason: 'no-model' | 'model-failed'; readonly items: readonly [] };

/** What to recommend on a page. */
export interface PageQuery extends Omit<RecommendQuery, 'session' | 'user'> {
  /** Where it will be shown; for your own statistics. */
  readonly placement?: string;
}

/** What the shop knows of its items, by their ids. */
export interface PageCatalogue extends StandingFilters {
  /** For caps, diversity and calibration, by name: for example what tells an item's brand. */
  readonly attributes?: Attributes;
}

/**
 * Recommends in the page, with a packed model that is loaded when the first list is asked for: the slice that a list needs where the server
 * answers ranges, otherwise all of it.
 */
export interface PageRecommender {
  /** `profileNow` gives `undefined` where personalization is not allowed. */
  recommend(query: PageQuery, profileNow: () => ProfileSnapshot | undefined): Promise<PageRecommendations>;
}

export interface PageRecommenderOptions {
  /** Address of the packed model. */
  readonly url: string | undefined;
  readonly catalogue: PageCatalogue | undefined;
  readonly load: (url: string, range?: string) => Promise<Response>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly logger: Logger;
}

export type Serve = (query: PageQuery, profileNow: () => ProfileSnapshot | undefined) => Promise<Recommendations>;

const FAILED: PageRecommendations = { kind: 'none', reason: 'model-failed', items: [] };
/** What small models fit in, and of large ones the header: servers that know no ranges answer with all of it. */
const FIRST_RANGE = 'bytes=0-65535';
/** So long nothing is fetched again after the network failed. */
const RETRY_MS = 60_000;

export function createPageRecommender(options: PageRecommenderOptions): PageRecommender {
  const { url, catalogue, load, clock, digest, logger } = options;
  let loading: Promise<Serve> | undefined;
  let failsUntilMs = 0;

  const loadRecommender = async (from: string): Promise<Serve> => {
    // Pages that never recommend never download the code for it.
    const [{ serveFrom }, response] = await Promise.all([import('./serving.ts'), load(from, FIRST_RANGE)]);
    return serveFrom(response, (range) => load(from, range), { ...catalogue, digest, now: clock.now });
  };

  return {
    async recommend(query, profileNow) {
      if (!url) return { kind: 'none', reason: 'no-model', items: [] };
      if (clock.now() < failsUntilMs) return FAILED;
      try {
        loading ??= loadRecommender(url);
        return await (await loading)(query, profileNow);
      } catch (error) {
        // Lists that waited for the same loading fail with it, and report it once.
        if (loading) logger.error('The model could not be loaded.', error);
        loading = undefined;
        // A model that is damaged will be so the next time.
        failsUntilMs = isKindredError(error) ? Number.POSITIVE_INFINITY : clock.now() + RETRY_MS;
        return FAILED;
      }
    },
  };
}
