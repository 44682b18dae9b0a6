import type { Logger } from '../core/index.ts';
import type { Decision, decide, definePlacements, Placements } from '../personalize/index.ts';
import type { createProfile, PROFILE_FACTS } from '../profile/index.ts';

/** What is loaded when something is personal: functions of `kindred/personalize` and `kindred/profile`. */
export interface Personalization {
  readonly decide: typeof decide;
  readonly definePlacements: typeof definePlacements;
  readonly createProfile: typeof createProfile;
  readonly PROFILE_FACTS: typeof PROFILE_FACTS;
}

type Facts = Parameters<typeof decide>[2];

/** Decides by the rules of a page, which are given at once or fetched. */
export interface Decider {
  /** Chooses the content of a placement. Until the rules are there, and without facts, it is neutral. */
  decide(placement: string, facts: Facts): Decision;
  /** Fetches the rules and the code for them. Never rejects: rules that cannot be used are reported, and none apply. */
  load(): Promise<void>;
}

/** What a decider is made of. */
export interface DeciderOptions {
  /** A rules file, or its address. */
  readonly rules: unknown;
  readonly code: Personalization | undefined;
  readonly loadCode: () => Promise<Personalization>;
  readonly load: (url: string) => Promise<Response>;
  readonly logger: Logger;
}

/**
 * With the code given, rules that are given are checked and in force at once; without it the code is loaded with the rules.
 *
 * @throws KindredError `invalid-rule` for rules that are given together with the code
 */
export function createDecider({ rules, code: given, load, loadCode, logger }: DeciderOptions): Decider {
  let code = given;
  let placements: Placements | undefined;

  const define = (loaded: Personalization, input: unknown) => {
    code = loaded;
    placements = loaded.definePlacements(input, { facts: { ...loaded.PROFILE_FACTS, ...PAGE_FACTS } });
  };

  const isAddress = typeof rules === 'string';
  if (code && rules !== undefined && !isAddress) define(code, rules);

  return {
    decide: (placement, facts) => code?.decide(placements, placement, facts) ?? notLoaded(placement),
    async load() {
      if (rules === undefined || (placements && !isAddress)) return;
      try {
        const [loaded, input] = await Promise.all([code ?? loadCode(), isAddress ? fetchRules(rules) : rules]);
        define(loaded, input);
      } catch (error) {
        logger.error('The rules could not be loaded.', error);
      }
    },
  };

  async function fetchRules(url: string): Promise<unknown> {
    const response = await load(url);
    return response.json();
  }
}

function notLoaded(placement: string): Decision {
  return {
    placement,
    kind: 'fallback',
    reason: 'not-loaded',
    content: undefined,
    why: () => ({ sentence: 'The rules are not loaded.', conditions: [] }),
  };
}

/** What rules can read on a page besides the profile: where the visitor is. */
const PAGE_FACTS = {
  'page.path': 'string',
  'page.title': 'string',
  'page.referrer': 'string',
} as const;
