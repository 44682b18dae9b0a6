import type { ConsentReason } from './answer.ts';
import { type Degree, includesDegree } from './degree.ts';
import { ANY_PARTY, type Grant, type Grants, grantKey } from './ledger.ts';
import { idsOf } from './names.ts';
import type { ConsentPolicy, Party } from './policy.ts';
import type { Purpose } from './purpose.ts';

/** What a permission is judged by. */
export interface Authority {
  readonly source: string;
  readonly policy: ConsentPolicy;
  /** Whoever may be asked about, by their ids: see {@link partiesIn}. */
  readonly parties: ReadonlyMap<string, Asking>;
  readonly grants: Grants;
  /** Whether silence allows nothing by itself: in a page, what the law allows is noted as an act first. */
  readonly isSilenceNoted?: boolean;
  /** Signals, such as `gpc`, that are on for this navigation. */
  readonly signals: readonly string[];
}

/** A party, as far as it asks for something. */
export type Asking = Pick<Party, 'groups' | 'purposes'>;

/** What holds for one purpose and party at one time, and between which times nothing of it changes by itself. */
export interface Standing {
  /** The most specific word of the person, also when it no longer holds. */
  readonly grant: Grant | undefined;
  readonly degree: Degree;
  /** `granted` and `default` allow; everything else denies. */
  readonly why: ConsentReason;
  readonly since: number;
  readonly until: number;
  /** The signal that speaks against what the person chose here. */
  readonly conflict: string | undefined;
}

/** A clock may be corrected by so much without a fresh permission counting as one from the future. */
const SKEW_MS = 86_400_000;
const ALWAYS = Number.POSITIVE_INFINITY;

/** How a purpose stands for a party. The most specific word wins, and on one level a prohibition. */
export function standingOf(authority: Authority, purpose: Purpose, party: string, now: number): Standing {
  const { policy, grants } = authority;
  const { groups = [], purposes = [] }: Partial<Asking> = authority.parties.get(party) ?? {};
  const levels = [[party], groups, [ANY_PARTY]].map((level) =>
    level.flatMap((id) => grants.get(grantKey(purpose.id, id)) ?? []).filter((grant) => covers(grant, party)),
  );
  const words = levels.flat();
  const times = words.flatMap((grant) => [startOf(grant), grant.until ?? ALWAYS, grant.review ?? ALWAYS]);
  const since = Math.max(...times.filter((time) => time <= now));
  const until = Math.min(...times.filter((time) => time > now));
  const grant = levels.map((level) => lowest(level.filter((one) => !lapseOf(one, purpose, now)))).find((one) => one);
  const [lapsed] = words;
  const isAllowed =
    !authority.isSilenceNoted && policy.region.model === 'opt-out' && !lapsed && purposes.includes(purpose.id);
  const word =
    grant ?? (isAllowed ? ({ decision: 'granted', degree: purpose.degree, basis: 'default' } as const) : undefined);
  const judged = word
    ? judge(authority, purpose, party, word)
    : ({ degree: 'none', why: (lapsed && lapseOf(lapsed, purpose, now)) ?? 'unset' } as const);
  return { since, until, grant: grant ?? lapsed, conflict: undefined, ...judged };
}

type Judgement = Pick<Standing, 'degree' | 'why'> & Partial<Pick<Standing, 'conflict'>>;

function judge(
  { source, signals }: Authority,
  { sale }: Purpose,
  party: string,
  { decision, degree, basis, signals: heard }: Pick<Grant, 'decision' | 'degree' | 'basis' | 'signals'>,
): Judgement {
  if (decision !== 'granted') return { degree: 'none', why: decision };
  const isDefault = basis === 'default';
  // Signals refuse all sharing with others, and what is a sale by itself.
  const objecting = party !== source || sale ? signals : [];
  // A permission that was given although the signal was on is the newer and more exact word.
  const unheard = objecting.find((signal) => isDefault || !heard?.includes(signal));
  // Who has said nothing does not disagree with the signal.
  const conflict = isDefault ? undefined : (unheard ?? objecting[0]);
  const why = isDefault ? 'default' : decision;
  return { conflict, degree: unheard ? 'none' : degree, why: unheard ? 'signal' : why };
}

const startOf = ({ from, at }: Grant) => (from ?? at) - SKEW_MS;

/** Why a permission no longer holds, or not yet. A prohibition does not lapse into a permission: the person is only asked again. */
function lapseOf(grant: Grant, purpose: Purpose, now: number): 'expired' | 'not-yet' | 'outdated' | undefined {
  if (grant.decision !== 'granted') return undefined;
  if (now >= (grant.until ?? ALWAYS)) return 'expired';
  if (now < startOf(grant)) return 'not-yet';
  return grant.version === purpose.version ? undefined : 'outdated';
}

/** A permission for many covers those who belonged to them when it was given; a prohibition covers all. */
function covers({ decision, party: named, members }: Grant, party: string): boolean {
  return named === party || decision !== 'granted' || (members?.includes(party) ?? false);
}

/** A prohibition has the lowest degree there is. */
function lowest(grants: readonly Grant[]): Grant | undefined {
  return grants.reduce<Grant | undefined>(
    (low, grant) => (low && includesDegree(grant.degree, low.degree) ? low : grant),
    undefined,
  );
}

/** The site itself, which asks for everything, and all others by their ids: a vendor list names hundreds. */
export function partiesIn({ parties, purposes }: ConsentPolicy, source: string): ReadonlyMap<string, Asking> {
  const own: Asking = { groups: [], purposes: idsOf(purposes) };
  const known = new Map([[source, own], ...parties.map((one): [string, Asking] => [one.id, one])]);
  return known.set(source, { ...own, groups: known.get(source)?.groups ?? [] });
}
