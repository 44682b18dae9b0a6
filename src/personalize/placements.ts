import { frozenJson, type Json, pointerTo } from '../core/index.ts';
import {
  type Condition,
  compileCondition,
  type Facts,
  type FactTypes,
  type FactWords,
  parseExpression,
} from '../rules/index.ts';
import { type Because, parseBecause } from './because.ts';
import { check, isList, isObject, readFields } from './fields.ts';
import { PROFILE_WORDS } from './words.ts';

/** Content that could fill a placement, and the condition for it; checked and compiled. */
export interface Candidate {
  readonly id: string;
  readonly priority: number;
  readonly condition: Condition;
  readonly holds: (facts: Facts) => boolean;
  readonly content: Json;
  readonly because?: Because;
}

/** A named spot on a page. */
export interface Placement {
  /** In the order in which they are tried: highest priority first, equal ones as they were written. */
  readonly candidates: readonly Candidate[];
  /** The content for everyone else. */
  readonly fallback?: { readonly content: Json };
}

/** A rules file that was checked and compiled; frozen. */
export interface Placements {
  readonly placements: Readonly<Record<string, Placement>>;
  /** The paths of the facts that any of its conditions reads. */
  readonly facts: readonly string[];
  /** How explanations call the facts. */
  readonly words: FactWords;
}

/** How to check a rules file, and how its explanations speak. */
export interface PlacementOptions {
  /** The facts that exist. Without it any path is accepted, and its type is not checked. */
  readonly facts?: FactTypes;
  readonly words?: FactWords;
}

const VERSION = 1;
const FORM = 'Write { "version": 1, "placements": { … } }';

// About ten thousand candidates.
const MOST_VALUES = 500_000;

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
 *   placements: {
 *     'home-hero': {
 *       candidates: [
 *         {
 *           id: 'tea',
 *           when: { '>=': [{ var: 'views.category.tea' }, 3] },
 *           content: { headline: 'Fresh tea' },
 *           because: 'You looked at {views.category.tea} teas',
 *         },
 *       ],
 *       fallback: { content: { headline: 'Welcome' } },
 *     },
 *   },
 * });
 * console.log(placements.facts); // ['views.category.tea']
 * ```
 */
export function definePlacements(input: unknown, options: PlacementOptions = {}): Placements {
  const file = frozenJson(input, { code: 'invalid-rule', maxValues: MOST_VALUES });
  check(isObject(file), '', FORM);
  const { version } = file;
  // Looked at first: a newer file may well have keys that are unknown here.
  check(version === VERSION, version === undefined ? '' : '/version', `${FORM}; a newer version needs a newer kindred`);
  const { placements } = readFields(file, '', ['version', 'placements', '$schema']);
  check(isObject(placements), '', FORM);
  const parsed = Object.entries(placements).map(([name, placement]): [string, Placement] => [
    name,
    parsePlacement(placement, pointerTo('/placements', name), options),
  ]);
  const facts = parsed.flatMap(([, { candidates }]) => candidates.flatMap(({ condition }) => condition.facts));
  return Object.freeze({
    // fromEntries defines own properties, also for "__proto__".
    placements: Object.freeze(Object.fromEntries(parsed)),
    facts: Object.freeze([...new Set(facts)]),
    // Own words stand first, as the first pattern counts, and last, as they replace.
    words: Object.freeze({ ...options.words, ...PROFILE_WORDS, ...options.words }),
  });
}

function parsePlacement(input: Json, at: string, options: PlacementOptions): Placement {
  const { candidates, fallback } = readFields(input, at, ['candidates', 'fallback']);
  check(isList(candidates), at, 'A placement needs a list of candidates');
  const ids = new Set<Json>();
  const parsed = candidates.map((item, index) => parseCandidate(item, `${at}/candidates/${index}`, options, ids));
  return Object.freeze({
    // Sorting is stable: candidates of one priority keep the order in which they were written.
    candidates: Object.freeze(parsed.sort((one, other) => other.priority - one.priority)),
    ...(fallback !== undefined && { fallback: parseFallback(fallback, `${at}/fallback`) }),
  });
}

function parseCandidate(input: Json, at: string, options: PlacementOptions, ids: Set<Json>): Candidate {
  const fields = readFields(input, at, ['id', 'when', 'priority', 'content', 'because']);
  const { id, when, priority = 0, content, because = '' } = fields;
  check(typeof id === 'string' && id !== '' && !ids.has(id), at, 'A candidate needs an "id" of its own');
  ids.add(id);
  check(when !== undefined, at, 'A candidate needs "when"; true shows it to everyone');
  check(content !== undefined, at, 'A candidate needs "content"');
  check(typeof priority === 'number', `${at}/priority`, 'A priority is a number; higher ones are tried first');
  check(typeof because === 'string', `${at}/because`, 'A reason is a text');
  const condition = parseExpression(when, 'boolean', { ...options, at: `${at}/when` });
  return Object.freeze({
    id,
    priority,
    condition,
    holds: compileCondition(condition),
    content,
    ...(because && { because: parseBecause(because, { ...options, at: `${at}/because` }) }),
  });
}

function parseFallback(input: Json, at: string): { readonly content: Json } {
  const { content } = readFields(input, at, ['content']);
  check(content !== undefined, at, 'A fallback needs "content"');
  return Object.freeze({ content });
}
