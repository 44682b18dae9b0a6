import { deepFreeze } from '../core/index.ts';
import {
  definePurpose,
  invalid,
  isId,
  isText,
  type Purpose,
  type PurposeDefinition,
  record,
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
  const given = record(input, '');
  const { version = '1', notice, controller, region = STRICTEST_REGION } = given;
  if (!isText(version)) throw invalid('/version', 'must be a text');
  if (notice !== undefined && !isText(notice)) throw invalid('/notice', 'must be an address');
  const purposes = list(given.purposes, '/purposes', (one, at) => definePurpose(one, at, version));
  if (purposes.length === 0) throw invalid('/purposes', 'needs at least one purpose');
  const groups = list(given.groups, '/groups', defineGroup);
  const parties = list(given.parties, '/parties', (one, at) => defineParty(one, at, purposes, groups));
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

function list<Item extends { readonly id: string }>(
  input: unknown,
  at: string,
  define: (one: unknown, at: string) => Item,
): readonly Item[] {
  if (input === undefined) return [];
  if (!Array.isArray(input)) throw invalid(at, 'must be a list');
  const seen = new Set<string>();
  return input.map((one: unknown, index) => {
    const item = define(one, `${at}/${index}`);
    if (seen.has(item.id)) throw invalid(`${at}/${index}/id`, `"${item.id}" is there twice`);
    seen.add(item.id);
    return item;
  });
}

function defineGroup(input: unknown, at: string): PartyGroup {
  const { id, title, description = '' } = record(input, at);
  if (!isId(id)) throw invalid(`${at}/id`, 'must be a-z, 0-9 and hyphens, a letter first');
  if (!isText(title)) throw invalid(`${at}/title`, 'must be a text');
  if (typeof description !== 'string') throw invalid(`${at}/description`, 'must be a text');
  return { id, title, description };
}

type Named = readonly { readonly id: string }[];

function defineParty(input: unknown, at: string, purposes: Named, groups: Named): Party {
  const { id, name, groups: inGroups, purposes: asks, url, description } = record(input, at);
  // `*` stands for every party and may not be one; a group and a party must not be mistaken for each other.
  if (!isText(id) || id === '*' || includes(groups, id)) throw invalid(`${at}/id`, 'must be a name of its own');
  if (!isText(name)) throw invalid(`${at}/name`, 'must be a text');
  return {
    id,
    name,
    groups: known(inGroups, `${at}/groups`, groups),
    purposes: known(asks, `${at}/purposes`, purposes),
    ...(isText(url) && { url }),
    ...(isText(description) && { description }),
  };
}

function known(input: unknown, at: string, defined: Named): readonly string[] {
  const ids = texts(input, at);
  const stranger = ids.find((id) => !includes(defined, id));
  if (stranger !== undefined) throw invalid(at, `names "${stranger}", which the policy does not define`);
  return ids;
}

const includes = (defined: Named, id: string) => defined.some((one) => one.id === id);

function defineController(input: unknown): Controller {
  const { name, ...rest } = record(input, '/controller');
  if (!isText(name)) throw invalid('/controller/name', 'must be a text');
  return { name, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => isText(value))) };
}

function defineRegion(input: unknown): RegionPolicy {
  const { id, model, grantDays, refusalDays, reviewDays } = record(input, '/region');
  if (!isText(id)) throw invalid('/region/id', 'must be a text');
  if (model !== 'opt-in' && model !== 'opt-out') throw invalid('/region/model', 'must be opt-in or opt-out');
  if (!isDays(grantDays) || !isDays(refusalDays)) throw invalid('/region', 'needs grantDays and refusalDays above 0');
  if (reviewDays !== undefined && !isDays(reviewDays)) throw invalid('/region/reviewDays', 'must be above 0');
  return { id, model, grantDays, refusalDays, ...(reviewDays !== undefined && { reviewDays }) };
}

const isDays = (value: unknown): value is number => typeof value === 'number' && value > 0;
