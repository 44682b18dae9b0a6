import { canonicalJson, frozenJson, isKindredError, isRecord, ownValue, pointerTo } from '../../core/index.ts';
import type { Condition } from '../condition/condition.ts';
import { parseCondition } from '../condition/parse.ts';
import type { ConditionOptions } from '../condition/parser.ts';
import { type Finding, found } from './finding.ts';
import { type Formula, formulaOf } from './formula.ts';
import { type Outline, type OutlinedRule, outline } from './outline.ts';

/** A condition that loads, and what it is for. */
export interface JudgedCondition {
  readonly condition: Condition;
  readonly formula: Formula;
  /** The id of its rule; of a segment or score none. */
  readonly rule?: string;
  /** How sentences call it: `"tea"`, `The segment "vip"`. */
  readonly who: string;
  readonly at: string;
}

/** A rule whose condition loads. */
export interface JudgedRule extends OutlinedRule {
  readonly judged: JudgedCondition;
}

/** A rules file, as far as its conditions load. */
export interface Model {
  readonly outline: Outline;
  /** In the order in which they are tried. */
  readonly rules: readonly JudgedRule[];
  readonly segments: ReadonlyMap<string, JudgedCondition>;
  /** Those of scores; they have no name of their own. */
  readonly others: readonly JudgedCondition[];
  /** What does not load. */
  readonly faults: readonly Finding[];
}

// About ten thousand rules.
const MOST_VALUES = 1_000_000;
// A segment of more parts, those of the segments that it names included, is taken as it is: each level could double them.
const MOST_PARTS = 500;

/** Reads a file condition by condition, so that each that does not load is told. */
export function modelOf(input: unknown, options: ConditionOptions): Model {
  const file = outline(frozenJson(input, { code: 'invalid-rule', maxValues: MOST_VALUES }));
  const faults: Finding[] = [];
  const segments = new Map<string, JudgedCondition>();

  const names = { segments: namesIn(file.segments), scores: namesIn(file.scores) };

  const parse = (when: unknown, at: string, who: string, rule?: string): JudgedCondition | undefined => {
    if (when === undefined) return undefined;
    try {
      const condition = parseCondition(when, { ...options, ...names, at });
      const formula = formulaOf(condition, (name) => meaningOf(segments.get(name)));
      return { condition, formula, who, at, ...(rule !== undefined && { rule }) };
    } catch (error) {
      faults.push(faultOf(error, rule));
      return undefined;
    }
  };

  for (const { name, at, value } of inOrderOfUse(file.segments)) {
    const judged = parse(value, at, `The segment ${JSON.stringify(name)}`);
    if (judged) segments.set(name, judged);
  }
  const others = file.scores.flatMap(({ name, at, value }) =>
    (Array.isArray(value) ? value : []).flatMap((term, index) => {
      const who = `A part of the score ${JSON.stringify(name)}`;
      return parse(ownValue(term, 'when'), `${pointerTo(at, index)}/when`, who) ?? [];
    }),
  );
  const rules = file.rules.flatMap((rule) => {
    const judged = parse(rule.when, rule.whenAt, JSON.stringify(rule.id), rule.id);
    return judged ? [{ ...rule, judged }] : [];
  });
  return { outline: file, rules, segments, others, faults };
}

function meaningOf(segment: JudgedCondition | undefined): Formula | undefined {
  return segment && partsIn(segment.formula) <= MOST_PARTS ? segment.formula : undefined;
}

function partsIn(formula: Formula): number {
  if (formula.kind === 'not') return 1 + partsIn(formula.part);
  return 'parts' in formula ? formula.parts.reduce((sum, part) => sum + partsIn(part), 1) : 1;
}

function namesIn(named: Outline['segments']): readonly string[] {
  return named.map(({ name }) => name);
}

/** An error of loading as a finding. */
export function faultOf(error: unknown, rule?: string): Finding {
  if (!isKindredError(error)) throw error;
  const { at = '', message } = error;
  const mark = `, at ${at || 'the top'}. `;
  const end = message.indexOf(mark);
  const problem = end < 0 ? message : `${message.slice(0, end)}.`;
  const remedy = end < 0 ? 'Correct it: the file does not load with it.' : message.slice(end + mark.length);
  return found('invalid-rule', { at, ...(rule !== undefined && { rule }) }, problem, remedy);
}

/** Segments before those that name them. Those that name each other in a circle are left for loading to refuse. */
function inOrderOfUse(segments: Outline['segments']): Outline['segments'] {
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const done = new Set<string>();
  const sorted: Outline['segments'][number][] = [];
  const visit = (name: string) => {
    const segment = byName.get(name);
    if (!segment || done.has(name)) return;
    done.add(name);
    for (const used of namesUsed(segment.value, 'segment')) visit(used);
    sorted.push(segment);
  };
  for (const { name } of segments) visit(name);
  return sorted;
}

/** The names that `{"segment": name}` or `{"score": name}` give, wherever they stand. */
export function namesUsed(value: unknown, operator: 'segment' | 'score'): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesUsed(item, operator));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name: unknown = Array.isArray(inner) ? inner[0] : inner;
    return key === operator && typeof name === 'string' ? [name] : namesUsed(inner, operator);
  });
}

/** Two conditions that are written alike, but for the order of what "and" and "or" join, have the same key. */
export function conditionKey(value: unknown): string {
  return canonicalJson(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const sorted: unknown = inOrder(inner);
      const isJunction = (key === 'and' || key === 'or') && Array.isArray(sorted);
      return [key, isJunction ? sorted.map(canonicalJson).sort() : sorted];
    }),
  );
}
