import { isKindredError, isRecord, type Json, KindredError } from '../../core/index.ts';
import { definePlacements } from '../../personalize/index.ts';
import {
  defineRules,
  type FactWords,
  IMPRESSION,
  type Rule,
  type Rules,
  type RulesOptions,
} from '../../rules/index.ts';

/** A rule that is replayed. */
export interface TestedRule {
  /** Its place in the file's list of rules. */
  readonly index: number;
  readonly id: string;
  /** What it competes for: a placement or a group; or itself, where it is shown or not. */
  readonly place: string;
  readonly hasRivals: boolean;
}

/** Rules that are evaluated together. */
export interface TestedSet {
  readonly rules: Rules;
  /** The same with nothing between a condition and a match: no rivals, caps and holdouts; and with the latter again, one by one. */
  readonly wishes: Rules;
  readonly capped: Rules;
  readonly heldOut: Rules;
  /** Whether a rule that holds may not match. */
  readonly isContested: boolean;
  /** By the id of the rule. */
  readonly tested: ReadonlyMap<string, TestedRule>;
}

/** A rules file that is replayed. */
export interface TestedFile {
  readonly path: string;
  readonly name: string | undefined;
  readonly revision: string | undefined;
  readonly sets: readonly TestedSet[];
  readonly rules: readonly TestedRule[];
  /** The members of a profile that its rules read; and whether any asks for what was done, and for what was shown before. */
  readonly members: readonly string[];
  readonly readsHistory: boolean;
  readonly countsImpressions: boolean;
  readonly words: FactWords;
}

type Fields = Readonly<Record<string, Json>>;

const SHARED = ['version', 'name', 'revision', 'segments', 'scores', 'holdouts'];
const OF_A_RULE = ['id', 'when', 'priority', 'schedule', 'score', 'holdout', 'cap'];

/**
 * Loads a rules file of either form for replaying. Every placement is a set of its own, as on a page.
 *
 * @throws KindredError `invalid-rule`, naming the file
 */
export function loadTestedFile(input: Json, path: string, known: RulesOptions = {}): TestedFile {
  try {
    return isFields(input) && isFields(input.placements)
      ? loadPlacements(input, input.placements, path, known)
      : loadRules(input, path, known);
  } catch (error) {
    if (!isKindredError(error)) throw error;
    const message = `${path}: ${error.message} "kindred check ${path}" tells all that is wrong with it.`;
    throw new KindredError(error.code, message, { ...(error.at !== undefined && { at: error.at }), cause: error });
  }
}

function loadRules(input: Json, path: string, known: RulesOptions): TestedFile {
  const rules = defineRules(input, known);
  const tested = rules.rules.map((rule, index) => testedRule(rule, index));
  return testedFile(path, [testedSet(isFields(input) ? input : {}, rules, tested, known)]);
}

function loadPlacements(file: Fields, places: Fields, path: string, known: RulesOptions): TestedFile {
  // Finds what is wrong with them, and says it as a page would.
  const { placements } = definePlacements(file, known);
  let count = 0;
  const sets = Object.entries(placements).map(([place, { rules }]) => {
    const written = isFields(places[place]) ? places[place] : {};
    const candidates = isList(written.candidates) ? written.candidates.filter(isFields) : [];
    const asSet = {
      ...pick(file, SHARED),
      groups: { [place]: { match: written.match ?? 'first' } },
      rules: candidates.map((fields) => ({ ...pick(fields, OF_A_RULE), group: place })),
    };
    const tested = rules.rules.map(({ id }) => ({ index: count++, id, place, hasRivals: true }));
    return testedSet(asSet, rules, tested, known);
  });
  return testedFile(path, sets);
}

function testedRule({ id, group }: Rule, index: number): TestedRule {
  const isLimited = group !== undefined && group.match !== 'all';
  return { index, id, place: isLimited ? group.name : id, hasRivals: isLimited };
}

function testedSet(file: Fields, rules: Rules, tested: readonly TestedRule[], known: RulesOptions): TestedSet {
  const variant = (...without: readonly string[]) => defineRules(withoutLimits(file, without), known);
  return {
    rules,
    wishes: variant('cap', 'holdout'),
    capped: variant('holdout'),
    heldOut: variant(),
    isContested:
      rules.rules.some(({ cap, holdout, stop, excludes }) => cap || holdout || stop || excludes.length > 0) ||
      tested.some(({ hasRivals }) => hasRivals),
    tested: new Map(tested.map((rule) => [rule.id, rule])),
  };
}

/** The file with rules that all match where they hold, and without some of their members. */
function withoutLimits(file: Fields, members: readonly string[]): Fields {
  const rules = isList(file.rules) ? file.rules.filter(isFields) : [];
  const left = ['group', 'stop', 'excludes', 'outcome', ...members];
  const free = rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(([key]) => !left.includes(key))));
  return { ...pick(file, SHARED), rules: free };
}

function testedFile(path: string, sets: readonly TestedSet[]): TestedFile {
  const [first] = sets;
  const facts = sets.flatMap(({ rules }) => rules.facts);
  const events = sets.flatMap(({ rules }) => rules.events);
  return {
    path,
    name: first?.rules.name,
    revision: first?.rules.revision,
    sets,
    rules: sets.flatMap(({ tested }) => [...tested.values()]),
    members: [...new Set(facts.map((fact) => fact.replace(/\..*$/s, '')))],
    readsHistory: events.length > 0,
    countsImpressions: events.includes(IMPRESSION.event) || facts.some((fact) => fact.startsWith('counters.')),
    words: definePlacements({ version: 1, placements: {} }).words,
  };
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

function isFields(value: Json | undefined): value is Fields {
  return isRecord(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
