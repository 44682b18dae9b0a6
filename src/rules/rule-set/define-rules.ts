import { deepFreeze, KindredError } from '../../core/index.ts';
import type { EvaluationContext } from '../condition/context.ts';
import type { ConditionOptions } from '../condition/parser.ts';
import { OPERATORS } from '../operators/operators.ts';
import { createRuleIndex } from './create-rule-index.ts';
import { conditionsOfRule } from './dependencies.ts';
import { createEngine, type Engine, evaluateRules } from './engine.ts';
import { readRules } from './read-rules.ts';
import type { Match, Rule, Snapshot } from './rule.ts';
import type { CreateRuleIndex } from './rule-index.ts';

/** A set of rules that was checked, compiled and indexed; frozen. */
export interface Rules {
  /** `name` and `revision` of the file; its matches carry them. */
  readonly name: string | undefined;
  readonly revision: string | undefined;
  /** By rank: higher priorities first, equal ones as they were written. */
  readonly rules: readonly Rule[];
  /** The paths of the facts, and the names of the events, that any of its conditions reads. */
  readonly facts: readonly string[];
  readonly events: readonly string[];
  /** The rules that match, the highest rank first. It throws only what a getter among the facts, or `allows`, throws. */
  evaluate(snapshot: Snapshot): readonly Match[];
  /**
   * What is known, with the segments and scores of the file: for `explainCondition` on one of its conditions. It is good for the facts
   * that it is first used with.
   */
  contextOf(given: EvaluationContext): EvaluationContext;
}

/** What is known when a rules file is loaded. */
export interface RulesOptions extends Pick<ConditionOptions, 'facts' | 'events' | 'operators'> {
  /** How the few rules that can hold are found among many; `createRules` without it evaluates all. */
  readonly index?: CreateRuleIndex;
  /** JSON Pointer of the list of rules, where they are part of another document: errors and explanations point into that. */
  readonly at?: string;
}

const ENGINES: WeakMap<Rules, Engine> = /* @__PURE__ */ new WeakMap();

/**
 * Checks a rules file, compiles its conditions and finds by which tests the few rules that can hold are told from all others, so
 * that evaluating ten thousand rules costs little more than evaluating a hundred.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { defineRules } from 'kindred/rules';
 *
 * const rules = defineRules({
 *   version: 1,
 *   groups: { hero: { match: 'first' } },
 *   rules: [
 *     { id: 'tea', when: { '>=': [{ var: 'views.tea' }, 3] }, priority: 10, group: 'hero', outcome: 'Fresh tea' },
 *     { id: 'everyone', when: true, group: 'hero', outcome: 'Welcome' },
 *   ],
 * });
 * console.log(rules.evaluate({ facts: { views: { tea: 4 } } }).map(({ outcome }) => outcome)); // ['Fresh tea']
 * ```
 */
export function defineRules(file: unknown, options: RulesOptions = {}): Rules {
  return createRules(file, { operators: OPERATORS, index: createRuleIndex, ...options });
}

/**
 * The same with no other operators than those given, and without any with the core's, and with no index unless one is given: a page of
 * few rules does not download what it does not use.
 *
 * @throws KindredError `invalid-rule`, also for an operator that was not given
 * @example
 * ```ts
 * import { createRules } from 'kindred/rules';
 *
 * const rules = createRules({ version: 1, rules: [{ id: 'tea', when: { '==': [{ var: 'page' }, '/tea'] } }] });
 * console.log(rules.evaluate({ facts: { page: '/tea' } }).length); // 1
 * ```
 */
export function createRules(file: unknown, { at = '/rules', index, ...options }: RulesOptions = {}): Rules {
  const engine = createEngine(readRules(file, options, at), index);
  const { name, revision, rules } = engine.file;
  let facts: readonly string[] | undefined;
  let events: readonly string[] | undefined;
  const rulesOfFile: Rules = Object.freeze({
    name,
    revision,
    get rules() {
      return deepFreeze(rules);
    },
    get facts() {
      facts ??= readBy(engine, 'facts');
      return facts;
    },
    get events() {
      events ??= readBy(engine, 'events');
      return events;
    },
    evaluate: (snapshot: Snapshot) => evaluateRules(engine, snapshot.facts, snapshot),
    contextOf: engine.contextOf,
  });
  ENGINES.set(rulesOfFile, engine);
  return rulesOfFile;
}

/** What a set of rules was made into. */
export function engineOf(rules: Rules): Engine {
  const engine = ENGINES.get(rules);
  if (!engine) throw new KindredError('invalid-options', 'These are no rules. Make them with defineRules.');
  return engine;
}

/** Found when it is asked for. */
function readBy({ file }: Engine, what: 'facts' | 'events'): readonly string[] {
  const conditions = [
    ...file.rules.flatMap(conditionsOfRule),
    ...file.segments.values(),
    ...[...file.scores.values()].flatMap((parts) => parts.map(({ condition }) => condition)),
  ];
  return Object.freeze([...new Set(conditions.flatMap((condition) => condition[what]))]);
}
