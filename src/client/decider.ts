import type { Logger, Timers } from '../core/index.ts';
import type { createPlacements, Decision, decide, nextDecisionChange, Placements } from '../personalize/index.ts';
import type { createProfile, PROFILE_FACTS } from '../profile/index.ts';

/** All operators that rules may use. */
type Operators = NonNullable<Parameters<typeof createPlacements>[1]>['operators'];

/** What is loaded when something is personal: functions of `kindred/personalize` and `kindred/profile`. */
export interface Personalization {
  readonly decide: typeof decide;
  readonly createPlacements: typeof createPlacements;
  readonly nextDecisionChange: typeof nextDecisionChange;
  readonly createProfile: typeof createProfile;
  readonly PROFILE_FACTS: typeof PROFILE_FACTS;
  /** Where a page bundles them; else they are loaded when rules use them. */
  readonly OPERATORS?: Operators;
}

type Facts = Parameters<typeof decide>[2];
/** What decisions know besides the facts. */
export type DecisionContext = NonNullable<Parameters<typeof decide>[3]>;

/** Decides by the rules of a page, which are given at once or fetched. */
export interface Decider {
  /** Chooses the content of a placement. Until the rules are there, and without facts, it is neutral. */
  decide(placement: string, facts: Facts, context: DecisionContext): Decision;
  /** The earliest time at which time alone can change a decision, in milliseconds since 1970. */
  nextChange(context: DecisionContext): number;
  /**
   * Fetches the rules and the code for them, and again every so often. Tells when others are in force. Never throws: rules that
   * cannot be used are reported, and those that were in force stay. Returns its undo.
   */
  start(tell: () => void): () => void;
}

/** What a decider is made of. */
export interface DeciderOptions {
  /** A rules file, or its address. */
  readonly rules: unknown;
  readonly code: Personalization | undefined;
  readonly loadCode: () => Promise<Personalization>;
  /** Loads the operators besides the core's. */
  readonly loadOperators: () => Promise<Operators>;
  readonly load: (url: string) => Promise<Response>;
  /** How often rules at an address are looked for again; 0 for once. */
  readonly everyMs: number;
  readonly timers: Timers;
  readonly logger: Logger;
}

/**
 * With the code given, rules that are given are checked and in force at once; without it the code is loaded with the rules.
 *
 * @throws KindredError `invalid-rule` for rules that are given together with the code
 */
export function createDecider(options: DeciderOptions): Decider {
  const { rules, code: given, load, loadCode, loadOperators, everyMs, timers, logger } = options;
  let code = given;
  let placements: Placements | undefined;
  /** The rules as they were fetched last, in force or not. */
  let latest: string | undefined;

  const define = (loaded: Personalization, input: unknown, operators: Operators) => {
    code = loaded;
    const facts = { ...loaded.PROFILE_FACTS, ...PAGE_FACTS };
    placements = loaded.createPlacements(input, { facts, ...(operators && { operators }) });
  };

  const isAddress = typeof rules === 'string';
  if (code && rules !== undefined && !isAddress) define(code, rules, code.OPERATORS);

  const refresh = async (): Promise<boolean> => {
    try {
      const [loaded, text] = await Promise.all([code ?? loadCode(), isAddress ? fetchText(rules) : undefined]);
      if (text !== undefined && text === latest) return false;
      latest = text;
      const needsMore = MORE_OPERATORS.test(text ?? JSON.stringify(rules) ?? '');
      define(
        loaded,
        text === undefined ? rules : JSON.parse(text),
        needsMore ? (loaded.OPERATORS ?? (await loadOperators())) : undefined,
      );
      return true;
    } catch (error) {
      logger.error(placements ? 'The new rules cannot be used.' : 'The rules could not be loaded.', error);
      return false;
    }
  };

  async function fetchText(url: string): Promise<string> {
    const response = await load(url);
    return response.text();
  }

  return {
    decide: (placement, facts, context) => code?.decide(placements, placement, facts, context) ?? notLoaded(placement),
    nextChange: (context) => (placements && code?.nextDecisionChange(placements, context)) ?? Number.POSITIVE_INFINITY,
    start(tell) {
      let cancel: () => void = () => undefined;
      let isStopped = false;
      const look = async () => {
        const isNew = await refresh();
        if (isStopped) return;
        if (isNew) tell();
        if (isAddress && everyMs > 0) cancel = timers.after(everyMs, () => void look());
      };
      if (isAddress || (rules !== undefined && !placements)) void look();
      return () => {
        isStopped = true;
        cancel();
      };
    },
  };
}

// Members of these names in a rules file. One that is none of them but content loads the operators for nothing, and no more.
const MORE_OPERATORS =
  /"(?:count|distinct|sum|avg|first|last|seq|absent|cap|segment|score|affinity|bucket|consent|time|schedule|matches)"\s*:/;

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
