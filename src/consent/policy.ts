import { deepFreeze, isOneOf, isPositive, ownValue } from '../core/index.ts';
import { ANY_TEXT, membersOf, need, TEXT, TEXTS, textsAmong } from './policy-reader.ts';
import { definePurpose, ID, type Purpose, type PurposeDefinition } from './purpose.ts';
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
  const read = membersOf(input, '');
  const version = read('version', TEXT, '1');
  const purposes = list(input, 'purposes', (one, at) => definePurpose(one, at, version));
  need(purposes.length > 0, '/purposes', 'needs at least one purpose');
  const groups = list(input, 'groups', defineGroup);
  const parties = list(input, 'parties', (one, at) => defineParty(one, at, idsOf(purposes), idsOf(groups)));
  const controller = ownValue(input, 'controller');
  return deepFreeze({
    version,
    ...(ownValue(input, 'notice') !== undefined && { notice: read('notice', TEXT) }),
    ...(controller !== undefined && { controller: defineController(controller) }),
    purposes,
    parties,
    groups,
    region: defineRegion(ownValue(input, 'region') ?? STRICTEST_REGION),
  });
}

type Named = { readonly id: string };

function list<Item extends Named>(
  input: unknown,
  name: string,
  define: (one: unknown, at: string) => Item,
): readonly Item[] {
  const listed = membersOf(input, '')(name, [isList, 'must be a list of at most 5,000'], []);
  const ids = new Set<string>();
  return listed.map((one, index) => {
    const at = `/${name}/${index}`;
    const item = define(one, at);
    need(ids.size < ids.add(item.id).size, `${at}/id`, 'is there twice');
    return item;
  });
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length <= 5_000;

function defineGroup(input: unknown, at: string): PartyGroup {
  const read = membersOf(input, at);
  return { id: read('id', ID), title: read('title', TEXT), description: read('description', ANY_TEXT, '') };
}

function defineParty(input: unknown, at: string, purposes: ReadonlySet<string>, groups: ReadonlySet<string>): Party {
  const read = membersOf(input, at);
  const known = (name: string, defined: ReadonlySet<string>, otherwise?: readonly string[]) => {
    const ids = read(name, TEXTS, otherwise);
    for (const id of ids) need(defined.has(id), `${at}/${name}`, `names "${id}", which is unknown`);
    return ids;
  };
  const id = read('id', TEXT);
  // `*` stands for every party and may not be one; a group and a party must not be mistaken for each other.
  need(id !== '*' && !groups.has(id), `${at}/id`, 'must be a name of its own');
  return {
    id,
    name: read('name', TEXT),
    groups: known('groups', groups, []),
    purposes: known('purposes', purposes),
    ...textsAmong(input, ['url', 'description']),
  };
}

const idsOf = (list: readonly Named[]): ReadonlySet<string> => new Set(list.map(({ id }) => id));

function defineController(input: unknown): Controller {
  return { ...textsAmong(input), name: membersOf(input, '/controller')('name', TEXT) };
}

function defineRegion(input: unknown): RegionPolicy {
  const read = membersOf(input, '/region');
  return {
    id: read('id', TEXT),
    model: read('model', [isOneOf(['opt-in', 'opt-out'] as const), 'must be opt-in or opt-out']),
    grantDays: read('grantDays', DAYS),
    refusalDays: read('refusalDays', DAYS),
    ...(ownValue(input, 'reviewDays') !== undefined && { reviewDays: read('reviewDays', DAYS) }),
  };
}

const DAYS = [isPositive, 'must be above 0'] as const;
