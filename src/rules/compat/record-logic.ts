import type { QueryNode } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import type { Explanation } from '../condition/explain.ts';
import type { Facts } from '../condition/facts.ts';
import { sayUnknown, whyForbidden } from '../condition/unknown.ts';
import { cut, type FactWords } from '../condition/words.ts';
import { parseLogic } from './parse-logic.ts';
import { type Step, tellStep } from './tell-step.ts';
import { membersOf, verdict } from './verdict.ts';

/** Evaluates a condition, and keeps what was seen: what is returned tells it. */
type Recording = (facts: Facts, context: EvaluationContext, words: FactWords | undefined) => () => Explanation;

// What was prepared for a condition stays as long as the condition does.
const RECORDINGS: WeakMap<QueryNode, Recording> = /* @__PURE__ */ new WeakMap();

/**
 * What records the values of a condition of the compat dialect: the closures that evaluate it are made once more, and those of operators
 * note what they give. What was not applied is not told; and of what is applied to each element of a list, the last time, which is the one
 * that decided where one does.
 */
export function recordLogic(node: QueryNode): Recording {
  const recording = RECORDINGS.get(node) ?? createRecording(node);
  RECORDINGS.set(node, recording);
  return recording;
}

function createRecording(node: QueryNode): Recording {
  let steps: Step['steps'] = new Map();
  const { guards, operators } = membersOf(node.query);
  const { apply } = parseLogic(node.written, node.at, operators, (apply, name, at, isTop, operands = []) => (data) => {
    const outer = steps;
    const step: Step = { name, at, isTop, operands, steps: new Map() };
    // Behind those before it, also where it was there already.
    outer.delete(step.at);
    outer.set(step.at, step);
    steps = step.steps;
    try {
      step.value = apply(data);
      return step.value;
    } finally {
      steps = outer;
    }
  });
  return (facts, context, words = {}) => {
    // Whoever is asked meanwhile may explain the same condition.
    const outer = steps;
    steps = new Map();
    const value = verdict(guards, context, () => apply(facts));
    const noted = [...steps.values()];
    steps = outer;
    const holds = value === true;
    return () => {
      const unknown = value === undefined ? whyForbidden(guards, context) : undefined;
      const parts = noted.map((step) => tellStep(step, words));
      const [part] = parts;
      const has = unknown ? `unknown: ${sayUnknown(unknown)}` : `which is ${holds ? 'so' : 'not so'}`;
      return {
        operator: '===',
        pointer: node.at,
        holds,
        reason: unknown?.reason ?? (holds ? 'holds' : 'fails'),
        sentence: `needs what its JsonLogic asks, ${has}${part ? `: ${cut(part.sentence)}` : ''}`,
        fact: undefined,
        seen: value,
        needed: [true],
        nearMiss: undefined,
        parts,
      };
    };
  };
}
