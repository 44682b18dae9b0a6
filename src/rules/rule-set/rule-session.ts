import { engineOf, type Rules } from './define-rules.ts';
import { createDependencyGraph, type DependencyGraph } from './dependents.ts';
import type { Snapshot } from './rule.ts';
import { createSession, type RuleSession, type SessionOptions } from './session.ts';

const GRAPHS: WeakMap<Rules, DependencyGraph> = /* @__PURE__ */ new WeakMap();

/**
 * Evaluates rules on facts, events and a clock that move on, each change at the cost of what it concerns. It answers what
 * `rules.evaluate` answers on the same snapshot.
 *
 * @throws KindredError `invalid-options` for what `defineRules` did not make
 * @example
 * ```ts
 * import { createRuleSession, defineRules } from 'kindred/rules';
 *
 * const rules = defineRules({ version: 1, rules: [{ id: 'tea', when: { '>=': [{ var: 'views.tea' }, 3] } }] });
 * const session = createRuleSession(rules, { facts: { views: { tea: 2 } } });
 * session.onChange((matches) => console.log(matches.map(({ rule }) => rule.id))); // ['tea']
 * session.set('views.tea', 3);
 * ```
 */
export function createRuleSession(rules: Rules, snapshot: Snapshot, options: SessionOptions = {}): RuleSession {
  const engine = engineOf(rules);
  const graph = GRAPHS.get(rules) ?? createDependencyGraph(engine);
  GRAPHS.set(rules, graph);
  return createSession(engine, graph, snapshot, options);
}
