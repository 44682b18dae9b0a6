import { DEGREES, type Degree } from './degree.ts';
import type { Grant } from './ledger.ts';
import type { Purpose } from './purpose.ts';
import { type GrantScope, includesScope } from './scope.ts';
import { type Authority, type Standing, standingOf } from './standing.ts';

/** A use that somebody has in mind. */
export interface ConsentQuestion {
  readonly purpose: string;
  /** Who wants to; the shop itself unless named. */
  readonly party?: string;
  /** How identifiable the data would be; `on-device` unless named. */
  readonly degree?: Degree;
  /** Within which limits. Unless named, whoever asks keeps to the grant's own. */
  readonly scope?: GrantScope;
  /** Milliseconds since 1970-01-01 UTC; the present unless named. */
  readonly now?: number;
}

/**
 * Why a use is allowed or not. Allowed: `granted`, or `default` where the region opts out and the person has said nothing.
 * Denied: no word yet (`unset`), or one that has ended (`expired`), has not begun (`not-yet`) or was about another version
 * of the purpose (`outdated`); a word against it (`refused`, `withdrawn`, `paused`, `signal`), or any word on it that is not
 * recorded yet (`unrecorded`); a smaller permission (`degree-too-low`, `out-of-scope`); or a question about something that the policy does not have.
 */
export type ConsentReason =
  | 'granted'
  | 'default'
  | 'degree-too-low'
  | 'out-of-scope'
  | 'refused'
  | 'withdrawn'
  | 'unset'
  | 'expired'
  | 'not-yet'
  | 'outdated'
  | 'paused'
  | 'unrecorded'
  | 'signal'
  | 'unknown-purpose'
  | 'unknown-party';

/** The answer to a question. Frozen; the same object as long as nothing changes. */
export interface ConsentAnswer {
  readonly allow: boolean;
  /** What is granted, also when it is less than was asked for. */
  readonly degree: Degree;
  readonly why: ConsentReason;
  /** The permission or refusal in force, or the one that has lapsed. */
  readonly grant: Grant | undefined;
  /** When the answer may change by itself: milliseconds since 1970-01-01 UTC, or Infinity. */
  readonly until: number;
}

/** What keeps a permission from being used, and changes nothing about it. */
export type Rest = 'paused' | 'unrecorded' | false;

/** Answers questions from one state of the permissions. Repeated questions allocate nothing. */
export interface Answers {
  check(question: ConsentQuestion, now: number): ConsentAnswer;
  standing(purpose: string, party: string, now: number): Standing | undefined;
  /** The permissions of these purposes, or of all, are others now. */
  forget(purposes?: readonly string[]): void;
}

interface About {
  readonly purpose: Purpose;
  readonly parties: Map<string, Known>;
}

interface Known {
  readonly standing: Standing;
  /** For the degrees that somebody has asked about, each at its place. */
  readonly byDegree: ConsentAnswer[];
}

export function createAnswers(authority: Authority, restOf: (purpose: string) => Rest): Answers {
  const { source, policy, parties } = authority;
  const purposes = new Map(
    policy.purposes.map((purpose) => [purpose.id, { purpose, parties: new Map<string, Known>() }]),
  );

  const know = ({ purpose, parties: known }: About, party: string, now: number): Known => {
    const before = known.get(party);
    if (before && now >= before.standing.since && now < before.standing.until) return before;
    const made = { standing: standingOf(authority, purpose, party, now), byDegree: [] };
    known.set(party, made);
    return made;
  };

  return {
    standing(purpose, party, now) {
      const about = purposes.get(purpose);
      return about && know(about, party, now).standing;
    },
    check({ purpose: id, party = source, degree = 'on-device', scope }, now) {
      const about = purposes.get(id);
      if (!about) return UNKNOWN_PURPOSE;
      if (!parties.has(party)) return UNKNOWN_PARTY;
      const { standing, byDegree } = know(about, party, now);
      // A degree that is not one is denied as `none` is.
      const at = Math.max(0, DEGREES.indexOf(degree));
      byDegree[at] ??= answerFor(standing, at);
      const answer = byDegree[at];
      // A pause hides permissions and no prohibition: what is withdrawn during it must be erased at once.
      const isWithin = !scope || includesScope(answer.grant?.scope, scope);
      const why = answer.allow && (restOf(id) || (!isWithin && 'out-of-scope'));
      return why ? { ...answer, allow: false, why } : answer;
    },
    forget(named = [...purposes.keys()]) {
      for (const id of named) purposes.get(id)?.parties.clear();
    },
  };
}

/** The answer for a degree by its place. */
function answerFor({ grant, degree, why, until }: Omit<ConsentAnswer, 'allow'>, asked: number): ConsentAnswer {
  const allow = asked > 0 && DEGREES.indexOf(degree) >= asked;
  return Object.freeze({ allow, degree, why: allow || degree === 'none' ? why : 'degree-too-low', grant, until });
}

const unknown = (why: ConsentReason): ConsentAnswer =>
  answerFor({ grant: undefined, degree: 'none', why, until: Number.POSITIVE_INFINITY }, 0);

const UNKNOWN_PURPOSE = /* @__PURE__ */ unknown('unknown-purpose');
const UNKNOWN_PARTY = /* @__PURE__ */ unknown('unknown-party');
