import { frozenJson, type Json, pointerTo } from '../core/index.ts';
import {
  type Condition,
  createRules,
  type EventTypes,
  type FactTypes,
  type FactWords,
  OPERATORS,
  type Operators,
  type Rules,
} from '../rules/index.ts';
import { type Because, parseBecause } from './because.ts';
import { check, type Fields, isList, isObject, readFields } from './fields.ts';
import { PROFILE_WORDS } from './words.ts';

/** Content that could fill a placement, and the condition for it; checked and compiled. */
export interface Candidate {
  readonly id: string;
  readonly priority: number;
  readonly condition: Condition;
  readonly content: Json;
  readonly because?: Because;
}

/** A named spot on a page. */
export interface Placement {
  /** By rank: highest priority first, equal ones as they were written. */
  readonly candidates: readonly Candidate[];
  /** The same as rules, one for each candidate by its id: at most one of them matches. */
  readonly rules: Rules;
  /** The content for everyone else. */
  readonly fallback?: { readonly content: Json };
}

/** A rules file that was checked and compiled; frozen. */
export interface Placements {
  readonly placements: Readonly<Record<string, Placement>>;
  /** The paths of the facts, and the names of the events, that any of its conditions reads. */
  readonly facts: readonly string[];
  readonly events: readonly string[];
  /** How explanations call the facts. */
  readonly words: FactWords;
}

/** How to check a rules file, and how its explanations speak. */
export interface PlacementOptions {
  /** The facts that exist. Without it any path is accepted, and its type is not checked. */
  readonly facts?: FactTypes;
  /** The events that exist. Without it any name is accepted. */
  readonly events?: EventTypes;
  readonly words?: FactWords;
  /** The operators that conditions may use; all of them, unless given. */
  readonly operators?: Operators;
}

const VERSION = 1;
const FORM = 'Write { "version": 1, "placements": { … } }';

// About ten thousand candidates.
const MOST_VALUES = 500_000;

/** What the rules of all placements have in common. */
const SHARED = ['name', 'revision', 'segments', 'scores', 'holdouts'];
/** What of a candidate is its rule's. */
const OF_THE_RULE = ['id', 'when', 'priority', 'schedule', 'score', 'holdout', 'cap'];

/**
 * Checks a rules file, compiles its conditions and returns it frozen.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { definePlacements } from 'kindred/personalize';
 *
 * const placements = definePlacements({
 *   version: 1,
 *   segments: { regular: { '>=': [{ var: 'orders.count' }, 3] } },
 *   placements: {
 *     'home-hero': {
 *       candidates: [
 *         {
 *           id: 'tea',
 *           when: { and: [{ segment: 'regular' }, { '>=': [{ var: 'views.category.tea' }, 3] }] },
 *           cap: { count: 3, within: '1d' },
 *           content: { headline: 'Fresh tea' },
 *           because: 'You looked at {views.category.tea} teas',
 *         },
 *       ],
 *       fallback: { content: { headline: 'Welcome' } },
 *     },
 *   },
 * });
 * console.log(placements.facts); // ['views.category.tea', 'orders.count']
 * ```
 */
export function definePlacements(input: unknown, options: PlacementOptions = {}): Placements {
  return createPlacements(input, { operators: OPERATORS, ...options });
}

/**
 * The same with no other operators than those given, and without any with the core's: a page that does not import the others does
 * not download them.
 *
 * @throws KindredError `invalid-rule`, also for an operator that was not given
 * @example
 * ```ts
 * import { createPlacements, decide } from 'kindred/personalize';
 *
 * const candidates = [{ id: 'tea', when: { '==': [{ var: 'page' }, '/tea'] }, content: 'Fresh tea' }];
 * const placements = createPlacements({ version: 1, placements: { hero: { candidates } } });
 * console.log(decide(placements, 'hero', { page: '/tea' }).content); // 'Fresh tea'
 * ```
 */
export function createPlacements(input: unknown, options: PlacementOptions = {}): Placements {
  const file = frozenJson(input, { code: 'invalid-rule', maxValues: MOST_VALUES });
  check(isObject(file), '', FORM);
  const { version } = file;
  // Looked at first: a newer file may well have keys that are unknown here.
  check(version === VERSION, version === undefined ? '' : '/version', `${FORM}; a newer version needs a newer kindred`);
  const { placements } = readFields(file, '', ['version', 'placements', '$schema', ...SHARED]);
  check(isObject(placements), '', FORM);
  const shared = { version, ...pick(file, SHARED) };
  const parsed = Object.entries(placements).map(([name, placement]): [string, Placement] => [
    name,
    parsePlacement(placement, pointerTo('/placements', name), shared, options),
  ]);
  const all = parsed.map(([, { rules }]) => rules);
  return Object.freeze({
    // fromEntries defines own properties, also for "__proto__".
    placements: Object.freeze(Object.fromEntries(parsed)),
    facts: Object.freeze([...new Set(all.flatMap(({ facts }) => facts))]),
    events: Object.freeze([...new Set(all.flatMap(({ events }) => events))]),
    // Own words stand first, as the first pattern counts, and last, as they replace.
    words: Object.freeze({ ...options.words, ...PROFILE_WORDS, ...options.words }),
  });
}

function parsePlacement(
  input: Json,
  at: string,
  shared: Fields,
  { facts, events, operators }: PlacementOptions,
): Placement {
  const { match = 'first', candidates, fallback } = readFields(input, at, ['candidates', 'fallback', 'match']);
  check(match === 'first' || match === 'best', `${at}/match`, 'Write "first", or "best" for the best score');
  check(isList(candidates), at, 'A placement needs a list of candidates');
  const options = { ...(facts && { facts }), ...(events && { events }), ...(operators && { operators }) };
  const ids = new Set<Json>();
  const read = candidates.map((item, index) => readCandidate(item, `${at}/candidates/${index}`, ids));
  const rules = createRules(
    { ...shared, groups: { placement: { match } }, rules: read.map((fields) => pick(fields, OF_THE_RULE, IN_GROUP)) },
    { ...options, at: `${at}/candidates` },
  );
  const fieldsOf = new Map(read.map((fields) => [fields.id, fields]));
  return Object.freeze({
    candidates: Object.freeze(
      rules.rules.map(({ id, priority, condition, at }): Candidate => {
        const { content = null, because } = fieldsOf.get(id) ?? {};
        return Object.freeze({
          id,
          priority,
          condition,
          content,
          ...(typeof because === 'string' && { because: parseBecause(because, { ...options, at: `${at}/because` }) }),
        });
      }),
    ),
    rules,
    ...(fallback !== undefined && { fallback: parseFallback(fallback, `${at}/fallback`) }),
  });
}

const IN_GROUP = { group: 'placement' };

function readCandidate(input: Json, at: string, ids: Set<Json>): Fields {
  const fields = readFields(input, at, [...OF_THE_RULE, 'content', 'because']);
  const { id, when, priority = 0, content, because = '' } = fields;
  check(typeof id === 'string' && id !== '' && !ids.has(id), at, 'A candidate needs an "id" of its own');
  ids.add(id);
  check(when !== undefined, at, 'A candidate needs "when"; true shows it to everyone');
  check(content !== undefined, at, 'A candidate needs "content"');
  check(typeof priority === 'number', `${at}/priority`, 'A priority is a number; higher ones are tried first');
  check(typeof because === 'string', `${at}/because`, 'A reason is a text');
  return fields;
}

function parseFallback(input: Json, at: string): { readonly content: Json } {
  const { content } = readFields(input, at, ['content']);
  check(content !== undefined, at, 'A fallback needs "content"');
  return Object.freeze({ content });
}

/** The members of these names that there are, and others. */
function pick(fields: Fields, names: readonly string[], others: Fields = {}): Fields {
  return { ...Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))), ...others };
}
