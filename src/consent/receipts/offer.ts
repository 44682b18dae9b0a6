import { deepFreeze } from '../../core/index.ts';
import type { Choice } from '../choice.ts';
import { DEGREES, type Degree } from '../degree.ts';
import { ANY_PARTY, foldLedger, type Grant, grantKey, isPausedBy } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import type { Purpose } from '../purpose.ts';
import { type Authority, partiesIn, type Standing, standingOf } from '../standing.ts';
import type { Carried } from './carried.ts';

/**
 * Why something was not carried over, or not as it was: this shop has no such purpose or party (`unknown-…`), or the party does not
 * ask for it here (`not-asked`); it was about many, who were looked at one by one (`for-many`); it had ended or was about another version (`lapsed`), or everything was paused; this shop asks for less
 * (`lowered`); or another word of the person forbids it (`forbidden`).
 */
export const OFFER_NOTES = [
  'unknown-purpose',
  'unknown-party',
  'not-asked',
  'for-many',
  'lapsed',
  'paused',
  'lowered',
  'forbidden',
] as const;

/** One of {@link OFFER_NOTES}. */
export type OfferNote = (typeof OFFER_NOTES)[number];

/** What a shop may show pre-filled, for the person to confirm, change or leave. Nothing of it is in force. */
export interface Offer {
  /** For `consent.choose()`, once the person has confirmed them. */
  readonly choices: readonly Choice[];
  readonly interests: readonly string[];
  readonly tags: readonly string[];
  /** The shop that the person brings it from. */
  readonly from: string;
  readonly notes: readonly { readonly purpose: string; readonly party: string; readonly why: OfferNote }[];
}

/** Who makes the offer, and when. */
export interface OfferOptions {
  /** Party id of the shop that makes it. */
  readonly source: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
const MAX_TAGS = 50;
const MAX_TAG_LENGTH = 64;

/**
 * What the person decided at another shop, as an offer here. What they allowed that shop itself is offered for this one; what they
 * said of other parties, for those that both know. Never more than they allowed there, never more than this shop asks for, never
 * longer; every prohibition that has a counterpart here comes along.
 *
 * @example
 * ```ts
 * import type { ConsentPolicy } from 'kindred/consent';
 * import { offerFrom, readCarried } from 'kindred/consent/receipts';
 *
 * const offerOf = (text: string, policy: ConsentPolicy, now: number) =>
 *   offerFrom(readCarried(text), policy, { source: 'other-shop.example', now });
 * ```
 */
export function offerFrom(carried: Carried, policy: ConsentPolicy, { source, now }: OfferOptions): Offer {
  const { events } = carried.ledger;
  const grants = foldLedger(events);
  // The pause is looked at by itself: standings are told as if it were over.
  const isPaused = isPausedBy(events);
  const { source: home, policy: asked } = carried;
  const there = { source: home, policy: asked, parties: partiesIn(asked, home), grants, signals: [] };
  const world = { there, policy, parties: partiesIn(policy, source), source, now, isPaused };
  return deepFreeze({
    choices: policy.purposes.flatMap((purpose) => choicesOn(world, purpose)),
    interests: [...new Set(carried.interests)],
    tags: [...new Set(carried.tags)],
    from: carried.source,
    notes: [...grants.values()].flatMap((grant) => {
      const why = noteOn(world, grant);
      return why ? [{ purpose: grant.purpose, party: grant.party, why }] : [];
    }),
  });
}

interface World extends OfferOptions {
  /** The permissions as the other shop has them. */
  readonly there: Authority;
  readonly policy: ConsentPolicy;
  readonly parties: Authority['parties'];
  readonly isPaused: boolean;
}

function choicesOn(world: World, purpose: Purpose): readonly Choice[] {
  const { policy, parties, there } = world;
  const forbidden = [ANY_PARTY, ...policy.groups.map(({ id }) => id)].filter((id) =>
    isProhibition(there.grants.get(grantKey(purpose.id, id))?.decision),
  );
  return [
    ...[...parties].flatMap(
      ([party, { purposes }]) => (purposes.includes(purpose.id) && choiceFor(world, purpose, party)) || [],
    ),
    ...forbidden.map((party) => ({ purpose: purpose.id, party, degree: 'none' as const })),
  ];
}

function choiceFor(world: World, purpose: Purpose, party: string): Choice | undefined {
  const { source, there, isPaused } = world;
  const about = { purpose: purpose.id, ...(party !== source && { party }) };
  const words = wordsOn(world, purpose, party);
  if (words.some(({ why }) => isProhibition(why))) return { ...about, degree: 'none' };
  const grants = words.flatMap(({ why, grant }) => (why === 'granted' && grant ? [grant] : []));
  const isForTheOther = party === there.source && party !== source;
  const [grant] = grants;
  if (!grant || isPaused || isForTheOther) return undefined;
  const degree = lowest([purpose.degree, ...grants.map((each) => each.degree)]);
  return { ...about, degree, ...limitsOf(grant, world) };
}

/** What the person said there of whoever would be allowed here; for this shop, also what they said of it as a third party by name. */
function wordsOn({ there, source, now }: World, purpose: Purpose, party: string): readonly Standing[] {
  // A purpose that the other shop's policy no longer has: what was said of it is outdated, but for prohibitions.
  const meant = there.policy.purposes.find(({ id }) => id === purpose.id) ?? { ...purpose, version: '' };
  if (party !== source || source === there.source) return [standingOf(there, meant, party, now)];
  const named = new Map([...there.grants].filter(([, grant]) => grant.party !== ANY_PARTY));
  return [standingOf(there, meant, there.source, now), standingOf({ ...there, grants: named }, meant, party, now)];
}

/** The person's own limits, and an end that is no later than this shop's permissions have. */
function limitsOf({ from, until, scope, tags }: Grant, { now, policy }: World): Omit<Choice, 'purpose'> {
  const isTag = (tag: string) => tag.trim() !== '' && tag.length <= MAX_TAG_LENGTH;
  return {
    ...(from !== undefined && from > now && { from }),
    until: Math.min(until ?? Number.POSITIVE_INFINITY, now + policy.region.grantDays * DAY_MS),
    ...(scope && { scope }),
    ...(tags && { tags: tags.filter(isTag).slice(0, MAX_TAGS) }),
  };
}

/** Why a word of the other shop's ledger is not here, or not as it was; `undefined` where it is. */
function noteOn(world: World, { purpose: id, party, decision, degree }: Grant): OfferNote | undefined {
  const { source, policy, there, isPaused } = world;
  const purpose = policy.purposes.find((each) => each.id === id);
  if (!purpose) return 'unknown-purpose';
  const isMany = party === ANY_PARTY || [...policy.groups, ...there.policy.groups].some((group) => group.id === party);
  const isKnown = party === ANY_PARTY || party === there.source || party === source || includes(policy.groups, party);
  if (!isKnown && !includes(policy.parties, party))
    return isMany && decision === 'granted' ? 'for-many' : 'unknown-party';
  if (decision !== 'granted') return undefined;
  if (isMany) return 'for-many';
  if (isPaused) return 'paused';
  return noteOnGrant(world, purpose, party, degree);
}

function noteOnGrant(world: World, purpose: Purpose, party: string, degree: Degree): OfferNote | undefined {
  const { source, parties, there } = world;
  const here = party === there.source ? source : party;
  if (!parties.get(here)?.purposes.includes(purpose.id)) return 'not-asked';
  const choice = choiceFor(world, purpose, here);
  if (!choice) return 'lapsed';
  if (choice.degree === 'none') return 'forbidden';
  return choice.degree === degree ? undefined : 'lowered';
}

const includes = (list: readonly { readonly id: string }[], id: string) => list.some((one) => one.id === id);

const isProhibition = (why: string | undefined) => why === 'refused' || why === 'withdrawn';

function lowest(degrees: readonly Degree[]): Degree {
  return DEGREES.find((degree) => degrees.includes(degree)) ?? 'none';
}
