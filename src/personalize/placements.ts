import { frozenJson, type Json, pointerTo } from '../core/index.ts';
import {
  type Condition,
  compileCondition,
  type Facts,
  type FactTypes,
  type FactWords,
  parseCondition,
} from '../rules/index.ts';
import { type Because, parseBecause } from './because.ts';
import { type Fields, invalid, readFields, readList, readObject } from './fields.ts';
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
  const file = readFile(input);
  const named = Object.entries(readObject(file.placements, '/placements'));
  const placements = named.map(([name, placement]): [string, Placement] => [
    name,
    parsePlacement(placement, pointerTo('/placements', name), options),
  ]);
  const facts = placements.flatMap(([, { candidates }]) => candidates.flatMap(({ condition }) => condition.facts));
  return Object.freeze({
    // fromEntries defines own properties, also for "__proto__".
    placements: Object.freeze(Object.fromEntries(placements)),
    facts: Object.freeze([...new Set(facts)]),
    words: Object.freeze({ ...PROFILE_WORDS, ...options.words }),
  });
}

// The version is looked at first: a newer file may well have keys that are unknown here.
function readFile(input: unknown): Fields {
  const file = readObject(frozenJson(input, { code: 'invalid-rule', maxValues: MOST_VALUES }), '');
  const { version } = file;
  if (version !== VERSION) {
    const isNewer = typeof version === 'number' && version > VERSION;
    const remedy = isNewer ? 'Update kindred to read it.' : `Write "version": ${VERSION}.`;
    throw invalid(`Version ${JSON.stringify(version)} of the rules file is unknown`, '/version', remedy);
  }
  return readFields(file, '', ['version', 'placements', '$schema']);
}

function parsePlacement(input: Json, at: string, options: PlacementOptions): Placement {
  const fields = readFields(input, at, ['candidates', 'fallback']);
  const list = readList(fields.candidates, `${at}/candidates`);
  const candidates = list.map((item, index) => parseCandidate(item, `${at}/candidates/${index}`, options));
  checkIds(candidates, at);
  const fallback = fields.fallback && parseFallback(fields.fallback, `${at}/fallback`);
  return Object.freeze({
    // Sorting is stable: candidates of one priority keep the order in which they were written.
    candidates: Object.freeze(candidates.sort((one, other) => other.priority - one.priority)),
    ...(fallback && { fallback }),
  });
}

function parseCandidate(input: Json, at: string, options: PlacementOptions): Candidate {
  const {
    id,
    when,
    priority = 0,
    content,
    because,
  } = readFields(input, at, ['id', 'when', 'priority', 'content', 'because']);
  if (typeof id !== 'string' || !id) throw invalid('A candidate needs an id', `${at}`, 'Write "id": "a-name".');
  if (when === undefined)
    throw invalid(`Candidate "${id}" has no condition`, at, 'Write "when": true to show it to everyone.');
  if (content === undefined) throw invalid(`Candidate "${id}" has no content`, at, 'Write "content": { … }.');
  if (typeof priority !== 'number')
    throw invalid('A priority is a number', `${at}/priority`, 'Higher ones are tried first.');
  if (because !== undefined && typeof because !== 'string')
    throw invalid('This is no sentence', `${at}/because`, 'Write a text.');
  const condition = parseCondition(when, { ...options, at: `${at}/when` });
  return Object.freeze({
    id,
    priority,
    condition,
    holds: compileCondition(condition),
    content,
    ...(because !== undefined && { because: parseBecause(because, { ...options, at: `${at}/because` }) }),
  });
}

function parseFallback(input: Json, at: string): { readonly content: Json } {
  const { content } = readFields(input, at, ['content']);
  if (content === undefined) throw invalid('A fallback needs content', at, 'Write "content": { … }.');
  return Object.freeze({ content });
}

function checkIds(candidates: readonly Candidate[], at: string): void {
  const ids = new Set<string>();
  for (const [index, { id }] of candidates.entries()) {
    if (ids.has(id)) throw invalid(`A candidate "${id}" exists already`, `${at}/candidates/${index}/id`, 'Rename one.');
    ids.add(id);
  }
}
