import { KindredError } from '../../core/index.ts';
import { foldLedger, type Grant, isPausedBy, type Ledger } from '../ledger.ts';
import type { ConsentPolicy, Party } from '../policy.ts';
import type { Purpose } from '../purpose.ts';
import type { DataCategory } from '../scope.ts';
import { partiesIn, standingOf } from '../standing.ts';
import { consentHistory, type HistoryEntry } from './history.ts';

/** What of one purpose a policy does not say. */
export interface ProcessingFacts {
  /** The kind of purpose, for example a category of Kantara's (`5 - Personalize Experience`); its id unless given. */
  readonly category?: string;
  /** Kinds of personal data; told from the degree and the limits of the permission unless given. */
  readonly data?: readonly string[];
  /** Which of them are special or sensitive (GDPR, Article 9). */
  readonly sensitive?: readonly string[];
  /** Where data is kept; the device, and from `anonymous` on the controller, unless given. */
  readonly storageLocations?: readonly string[];
  /** Unless given, what the permission says, or else until it ends. */
  readonly retentionSeconds?: number;
  /** Countries where data is processed. */
  readonly processingLocations?: readonly string[];
}

/** What a receipt says besides what ledger and policy know. */
export interface ReceiptOptions {
  /** The time of writing, milliseconds since 1970-01-01 UTC: what has ended by then is told as expired. */
  readonly now: number;
  /** Ids of the purposes that it is about; all of the policy unless given. */
  readonly purposes?: readonly string[];
  /** How it calls the person. Unless given the id of the ledger's first event, which no other data holds. */
  readonly person?: string;
  /** BCP 47; `en` unless given. */
  readonly language?: string;
  /** The id of the policy's region unless given. */
  readonly jurisdiction?: string;
  /** The authority to which the person can complain. */
  readonly authority?: string;
  /** Where permission is taken back; the notice unless given. */
  readonly withdrawal?: string;
  /** By id of the purpose. */
  readonly processing?: Readonly<Record<string, ProcessingFacts>>;
}

/** What stands in a mandatory field of which nothing is known. */
export const NOT_STATED = 'not stated';

const DAY_S = 86_400;
const OBSERVED: readonly DataCategory[] = ['views', 'searches', 'cart', 'purchases', 'engagement'];

/** Everything that receipts of any form need. */
export interface ReceiptFacts {
  readonly ledger: Ledger;
  readonly policy: ConsentPolicy;
  readonly options: ReceiptOptions;
  /** The ledger's own id: that of its first event. */
  readonly record: string;
  readonly person: string;
  readonly notice: string;
  readonly jurisdiction: string;
  readonly controllerName: string;
  readonly purposes: readonly Purpose[];
  readonly history: readonly HistoryEntry[];
}

/** @throws KindredError `empty-input` where nothing was decided, `invalid-purpose` */
export function gatherFacts(ledger: Ledger, policy: ConsentPolicy, options: ReceiptOptions): ReceiptFacts {
  const [first] = ledger.events;
  if (!first) throw new KindredError('empty-input', 'The ledger is empty: there is a receipt after the first choice.');
  const purposes = purposesOf(policy, options.purposes);
  const isAbout = ({ purpose }: HistoryEntry) => purpose === '*' || purposes.some(({ id }) => id === purpose);
  return {
    ledger,
    policy,
    options,
    record: first.id,
    person: options.person ?? first.id,
    notice: policy.notice ?? NOT_STATED,
    jurisdiction: options.jurisdiction ?? policy.region.id,
    controllerName: policy.controller?.name ?? ledger.source,
    purposes,
    history: consentHistory(ledger, options).filter(isAbout),
  };
}

function purposesOf({ purposes }: ConsentPolicy, named: readonly string[] | undefined): readonly Purpose[] {
  const stranger = named?.find((id) => !purposes.some((purpose) => purpose.id === id));
  if (stranger === undefined) return purposes.filter(({ id }) => named?.includes(id) ?? true);
  throw new KindredError('invalid-purpose', `The policy has no purpose "${stranger}" to write a receipt of.`, {
    at: 'purposes',
  });
}

/** The integrator's facts about a purpose, never a member of a prototype. */
export function factsOf({ options: { processing = {} } }: ReceiptFacts, purpose: string): ProcessingFacts {
  return Object.hasOwn(processing, purpose) ? (processing[purpose] ?? {}) : {};
}

/** A permission in force. */
interface InForce {
  readonly party: Pick<Party, 'id' | 'name'>;
  readonly grant: Grant;
}

/** What the person's choices allow for a purpose at the time of writing: never more than the engine would answer. */
export function inForce(
  { ledger, policy, options, controllerName }: ReceiptFacts,
  purpose: Purpose,
): readonly InForce[] {
  const { source, events } = ledger;
  const isPaused = isPausedBy(events);
  const parties = partiesIn(policy, source);
  const authority = { source, policy, parties, grants: foldLedger(events), signals: [] };
  const asking = policy.parties.filter(({ purposes }) => purposes.includes(purpose.id));
  return [{ id: source, name: controllerName }, ...asking].flatMap((party) => {
    const { grant, why } = standingOf(authority, purpose, party.id, options.now);
    return grant && why === 'granted' && !isPaused ? [{ party, grant }] : [];
  });
}

/** Kinds of personal data that a purpose uses as it stands, or as the site asks where nothing is given. */
export function dataOf(facts: ReceiptFacts, purpose: Purpose): readonly string[] {
  const own = factsOf(facts, purpose.id).data;
  if (own) return own;
  const given = inForce(facts, purpose).map(({ grant }) => grant);
  const degrees = given.length > 0 ? given.map(({ degree }) => degree) : [purpose.degree];
  const limits = given.every(({ scope }) => scope?.data) ? given.flatMap(({ scope }) => scope?.data ?? []) : [];
  const observed = limits.length > 0 ? limits : OBSERVED;
  const isIdentified = degrees.includes('identified');
  const id = isIdentified ? ['identity'] : degrees.includes('pseudonymous') ? ['pseudonym'] : [];
  return [...new Set([...observed, ...id])];
}

export function storageOf(facts: ReceiptFacts, purpose: Purpose): readonly string[] {
  const own = factsOf(facts, purpose.id).storageLocations;
  if (own) return own;
  const given = inForce(facts, purpose).map(({ grant }) => grant);
  const stays = given.length > 0 ? given.every(staysOnDevice) : purpose.degree === 'on-device';
  return [`the person's device`, ...(stays ? [] : [facts.controllerName])];
}

const staysOnDevice = ({ degree, scope }: Grant) => degree === 'on-device' || scope?.storage === 'device';

/** Seconds until data must be gone: never longer than the permission itself, whose end erases. */
export function retentionOf(facts: ReceiptFacts, purpose: Purpose): number {
  const own = factsOf(facts, purpose.id).retentionSeconds;
  const lengths = inForce(facts, purpose).flatMap(({ grant: { at, until, scope } }) => [
    ...(scope?.retentionDays === undefined ? [] : [scope.retentionDays * DAY_S]),
    ...(until === undefined ? [] : [secondsBetween(at, until)]),
  ]);
  return own ?? (lengths.length > 0 ? Math.min(...lengths) : facts.policy.region.grantDays * DAY_S);
}

export function secondsBetween(from: number, until: number): number {
  return Math.max(0, Math.round((until - from) / 1000));
}

/** The parties other than the shop that ask for one of the purposes, or that the history names although the policy no longer does. */
export function partiesOf({
  ledger,
  policy,
  purposes,
  history,
}: ReceiptFacts): readonly Pick<Party, 'id' | 'name' | 'url'>[] {
  const asking = policy.parties.filter((party) => purposes.some(({ id }) => party.purposes.includes(id)));
  const known = new Set([ledger.source, '*', ...policy.groups.map(({ id }) => id), ...asking.map(({ id }) => id)]);
  const named = new Set(history.flatMap(({ party, members = [] }) => [party, ...members]));
  const others = [...named].filter((id) => !known.has(id));
  const nameOf = (id: string) => policy.parties.find((party) => party.id === id)?.name ?? id;
  return [...asking, ...others.map((id) => ({ id, name: nameOf(id) }))];
}

const LAST_TIME = 8.64e15;

/** ISO 8601 in UTC; a time that no calendar has becomes the nearest one. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.max(-LAST_TIME, Math.min(LAST_TIME, milliseconds))).toISOString();
}
