import { deepFreeze, isRecord } from '../core/index.ts';
import {
  definePurpose,
  ID_FORM,
  isId,
  isText,
  need,
  OBJECT,
  type Purpose,
  type PurposeDefinition,
  TEXT,
  texts,
} from './purpose.ts';
import { type RegionPolicy, STRICTEST_REGION } from './region.ts';

/** Somebody else who may be allowed a purpose. */
export interface Party {
  /** For example a host name. */
  readonly id: string;
  readonly name: string;
  /** The groups that it belongs to, for example `advertisers`. */
  readonly groups: readonly string[];
  /** The purposes that it asks for. */
  readonly purposes: readonly string[];
  readonly url?: string;
  readonly description?: string;
}

/** Parties that the person can decide on together. */
export interface PartyGroup {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** Who is responsible, for receipts. */
export interface Controller {
  readonly name: string;
  readonly contact?: string;
  readonly address?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly url?: string;
}

/** What a site asks for: purposes, parties, and on which notice. */
export interface ConsentPolicy {
  /** Another version asks again for every purpose that has no version of its own. */
  readonly version: string;
  /** Address of the notice that the person can read. */
  readonly notice?: string;
  readonly controller?: Controller;
  readonly purposes: readonly Purpose[];
  /** Others than the site itself. */
  readonly parties: readonly Party[];
  readonly groups: readonly PartyGroup[];
  readonly region: RegionPolicy;
}

/** A policy as a site writes it. */
export interface ConsentPolicyDefinition extends Partial<Omit<ConsentPolicy, 'purposes' | 'parties'>> {
  readonly purposes: readonly PurposeDefinition[];
  readonly parties?: readonly (Pick<Party, 'id' | 'name' | 'purposes'> & Partial<Party>)[];
}

/**
 * Checks a policy and returns it frozen.
 *
 * @throws KindredError `invalid-policy` with the JSON Pointer of the fault.
 *
 * @example
 * ```ts
 * import { definePolicy, STANDARD_PURPOSES } from 'kindred/consent';
 *
 * const policy = definePolicy({
 *   version: '2026-11',
 *   purposes: [...STANDARD_PURPOSES, { id: 'ads', title: 'Advertise elsewhere', description: 'Shows …', sale: true }],
 *   parties: [{ id: 'ads.example', name: 'Ads & Co', purposes: ['ads'], groups: ['advertisers'] }],
 *   groups: [{ id: 'advertisers', title: 'Advertisers', description: 'Firms that …' }],
 * });
 * ```
 */
export function definePolicy(input: unknown): ConsentPolicy {
  need(isRecord(input), '', OBJECT);
  const { version = '1', notice, controller, region = STRICTEST_REGION } = input;
  need(isText(version), '/version', TEXT);
  need(notice === undefined || isText(notice), '/notice', TEXT);
  const purposes = list(input.purposes, '/purposes', (one, at) => definePurpose(one, at, version));
  need(purposes.length > 0, '/purposes', 'needs at least one purpose');
  const groups = list(input.groups, '/groups', defineGroup);
  const [purposeIds, groupIds] = [idsOf(purposes), idsOf(groups)];
  const parties = list(input.parties, '/parties', (one, at) => defineParty(one, at, purposeIds, groupIds));
  return deepFreeze({
    version,
    ...(notice !== undefined && { notice }),
    ...(controller !== undefined && { controller: defineController(controller) }),
    purposes,
    parties,
    groups,
    region: defineRegion(region),
  });
}

type Named = { readonly id: string };

function list<Item extends Named>(
  input: unknown,
  at: string,
  define: (one: unknown, at: string) => Item,
): readonly Item[] {
  if (input === undefined) return [];
  need(Array.isArray(input) && input.length <= MAX_LISTED, at, 'must be a list of at most 5,000');
  const items = new Map<string, Item>();
  for (const one of input) {
    const place = `${at}/${items.size}`;
    const item = define(one, place);
    need(!items.has(item.id), `${place}/id`, 'is there twice');
    items.set(item.id, item);
  }
  return [...items.values()];
}

function defineGroup(input: unknown, at: string): PartyGroup {
  need(isRecord(input), at, OBJECT);
  const { id, title, description = '' } = input;
  need(isId(id), `${at}/id`, ID_FORM);
  need(isText(title), `${at}/title`, TEXT);
  need(typeof description === 'string', `${at}/description`, TEXT);
  return { id, title, description };
}

function defineParty(input: unknown, at: string, purposes: ReadonlySet<string>, groups: ReadonlySet<string>): Party {
  need(isRecord(input), at, OBJECT);
  const { id, name, groups: inGroups = [], purposes: asks, url, description } = input;
  // `*` stands for every party and may not be one; a group and a party must not be mistaken for each other.
  need(isText(id) && id !== '*' && !groups.has(id), `${at}/id`, 'must be a name of its own');
  need(isText(name), `${at}/name`, TEXT);
  return {
    id,
    name,
    groups: known(inGroups, `${at}/groups`, groups),
    purposes: known(asks, `${at}/purposes`, purposes),
    ...(isText(url) && { url }),
    ...(isText(description) && { description }),
  };
}

function known(input: unknown, at: string, defined: ReadonlySet<string>): readonly string[] {
  const ids = texts(input, at);
  for (const id of ids) need(defined.has(id), at, `names "${id}", which is not defined`);
  return ids;
}

const MAX_LISTED = 5_000;

const idsOf = (list: readonly Named[]): ReadonlySet<string> => new Set(list.map(({ id }) => id));

function defineController(input: unknown): Controller {
  need(isRecord(input), '/controller', OBJECT);
  const { name, ...rest } = input;
  need(isText(name), '/controller/name', TEXT);
  return { name, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => isText(value))) };
}

function defineRegion(input: unknown): RegionPolicy {
  need(isRecord(input), '/region', OBJECT);
  const { id, model, grantDays, refusalDays, reviewDays } = input;
  need(isText(id), '/region/id', TEXT);
  need(model === 'opt-in' || model === 'opt-out', '/region/model', 'must be opt-in or opt-out');
  need(isDays(grantDays), '/region/grantDays', DAYS);
  need(isDays(refusalDays), '/region/refusalDays', DAYS);
  need(reviewDays === undefined || isDays(reviewDays), '/region/reviewDays', DAYS);
  return { id, model, grantDays, refusalDays, ...(reviewDays !== undefined && { reviewDays }) };
}

const DAYS = 'must be a number above 0';
const isDays = (value: unknown): value is number => typeof value === 'number' && value > 0;
