import type { Logger } from '../core/index.ts';
import { definePlacements, type Placements } from '../personalize/index.ts';
import { PROFILE_FACTS } from '../profile/index.ts';

/** The rules of a page: given at once, or fetched. */
export interface RulesSource {
  /** `undefined` until they are there. */
  current(): Placements | undefined;
  /** Fetches them where they have an address. Never rejects: rules that cannot be used are reported, and none apply. */
  load(): Promise<void>;
}

/** @throws KindredError `invalid-rule` for rules that are given at once. */
export function createRulesSource(
  rules: unknown,
  load: (url: string) => Promise<Response>,
  logger: Logger,
): RulesSource {
  const define = (input: unknown) => definePlacements(input, { facts: PAGE_FACTS });
  let placements = rules === undefined || typeof rules === 'string' ? undefined : define(rules);
  return {
    current: () => placements,
    async load() {
      if (typeof rules !== 'string') return;
      try {
        const response = await load(rules);
        placements = define(await response.json());
      } catch (error) {
        logger.error('The rules could not be loaded.', error);
      }
    },
  };
}

/** What rules can read on a page: the profile, and where the visitor is. */
const PAGE_FACTS = {
  ...PROFILE_FACTS,
  'page.path': 'string',
  'page.title': 'string',
  'page.referrer': 'string',
} as const;
