import { isString, KindredError } from '../core/index.ts';
import { type Degree, GRANTABLE_DEGREES, isDegree } from './degree.ts';
import { ANY_PARTY, type Grant, type GrantChange } from './ledger.ts';
import { idsOf, needParty, purposesNamed } from './names.ts';
import type { ConsentPolicy } from './policy.ts';
import type { Purpose } from './purpose.ts';
import { DAY_MS } from './record-text.ts';
import { type GrantScope, isScope } from './scope.ts';

/** Limits that the person sets on a permission. */
export interface GrantLimits {
  /** In force from then on: milliseconds since 1970-01-01 UTC. At once unless given. */
  readonly from?: number;
  /** In force until then; as long as the region's policy has it unless given, and no longer. */
  readonly until?: number;
  readonly scope?: GrantScope;
  /** Tags and keywords of interest that are released with it: at most 50, of at most 64 characters each. */
  readonly tags?: readonly string[];
}

/** What the person chooses for one purpose and party. */
export interface Choice extends GrantLimits {
  readonly purpose: string;
  /** The shop itself unless named; a group; `*` for every party that the policy names. */
  readonly party?: string | undefined;
  /** The purpose's own degree unless named; `none` refuses. */
  readonly degree?: Degree;
}

const MAX_TAGS = 50;
const MAX_TAG_LENGTH = 64;

/** The ledger changes that a choice makes: one, or with purpose `*` one for each purpose. */
export function changesOf(choice: Choice, policy: ConsentPolicy, source: string, at: number): readonly GrantChange[] {
  const { party = source, degree } = choice;
  needParty(policy, source, party);
  needGrantable(degree === undefined || isDegree(degree), degree);
  checkLimits(choice);
  return purposesNamed(policy, choice.purpose).map((purpose) => changeOf(choice, purpose, party, policy, source, at));
}

function changeOf(
  { degree: asked, from, until, scope, tags }: Choice,
  purpose: Purpose,
  party: string,
  policy: ConsentPolicy,
  source: string,
  at: number,
): GrantChange {
  const { degree: own, id, version } = purpose;
  const { grantDays, refusalDays, reviewDays } = policy.region;
  const degree = asked ?? own;
  if (degree === 'none') {
    return { purpose: id, party, decision: 'refused', degree, until: until ?? at + refusalDays * DAY_MS, version };
  }
  const longest = (from ?? at) + grantDays * DAY_MS;
  const isForMany = party === ANY_PARTY || policy.groups.some((group) => group.id === party);
  return {
    purpose: id,
    party,
    decision: 'granted',
    degree,
    basis: 'consent',
    ...(scope && { scope }),
    ...(from !== undefined && { from }),
    // The law of the place has the last word on how long.
    until: Math.min(until ?? longest, longest),
    ...(reviewDays !== undefined && { review: at + reviewDays * DAY_MS }),
    ...(tags && { tags: [...new Set(tags.map((tag) => tag.trim()))] }),
    version,
    ...(isForMany && { members: membersOf(policy, source, purpose, party) }),
  };
}

/** What the law of the place allows where the person has said nothing. */
export function defaultOf(policy: ConsentPolicy, purpose: string, party: string): GrantChange {
  const [{ degree, version } = { degree: 'none', version: '' } as const] = purposesNamed(policy, purpose);
  return { purpose, party, decision: 'granted', degree, basis: 'default', version };
}

/**
 * Whether the person said the very same within the last day: a page that is saved unchanged makes no new act. What is said in
 * the presence of a signal that was off before is more than the same.
 */
export function isSaid(change: GrantChange, word: Grant | undefined, at: number, signals: readonly string[]): boolean {
  return (
    word !== undefined &&
    word.basis !== 'default' &&
    signals.every((signal) => word.signals?.includes(signal)) &&
    at >= word.at &&
    at - word.at <= DAY_MS &&
    Math.abs((change.until ?? 0) - (word.until ?? 0)) <= DAY_MS &&
    SAID.every((key) => JSON.stringify(change[key]) === JSON.stringify(word[key]))
  );
}

const SAID = ['decision', 'degree', 'scope', 'tags', 'version', 'members', 'from'] as const;

/** Whoever belongs to `*` or to a group now, and asks for the purpose. */
function membersOf(policy: ConsentPolicy, source: string, purpose: Purpose, party: string): readonly string[] {
  const parties = policy.parties.filter(
    ({ groups, purposes }) => (party === ANY_PARTY || groups.includes(party)) && purposes.includes(purpose.id),
  );
  return [...(party === ANY_PARTY ? [source] : []), ...idsOf(parties)];
}

function checkLimits({
  purpose: _id,
  party: _party,
  degree: _degree,
  from,
  until,
  scope,
  tags = [],
  ...rest
}: Choice): void {
  // A limit that nobody reads would make a permission wider than it was meant.
  for (const name of Object.keys(rest)) need(false, name, `"${name}" is unknown`);
  const isTime = (time: unknown) => time === undefined || Number.isFinite(time);
  const isTag = (tag: unknown) => isString(tag) && tag.trim() !== '' && tag.length <= MAX_TAG_LENGTH;
  need(isTime(from) && isTime(until), 'until', 'times are milliseconds since 1970');
  need(scope === undefined || isScope(scope), 'scope', 'it is not a scope');
  need(
    tags.length <= MAX_TAGS && tags.every(isTag),
    'tags',
    `at most ${MAX_TAGS} tags of 1 to ${MAX_TAG_LENGTH} characters`,
  );
}

export function needGrantable(isIt: boolean, degree: unknown): void {
  need(isIt, 'degree', `"${degree}" cannot be granted; grant ${GRANTABLE_DEGREES.join(', ')}, or refuse()`);
}

function need(isThere: boolean, at: string, needed: string): void {
  if (!isThere) throw new KindredError('invalid-grant', `Permission: ${needed}.`, { at });
}
