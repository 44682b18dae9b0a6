import { type CompileFact, compileWith } from '../condition/compile.ts';
import type { Evaluate, NamedParts } from '../condition/context.ts';
import type { RuleFile } from './rule.ts';

/** Makes the segments and scores of a rule set, each computed once until it is made again. */
export type NamedPartsFactory = () => NamedParts;

/** `undefined` where the file defines neither segments nor scores, so that rules read them from the facts. */
export function compileNamedParts(
  { segments, scores }: RuleFile,
  compileFact: CompileFact,
): NamedPartsFactory | undefined {
  if (segments.size + scores.size === 0) return undefined;
  const compiledSegments = new Map([...segments].map(([name, { root }]) => [name, compileWith(root, compileFact)]));
  const compiledScores = new Map(
    [...scores].map(([name, parts]) => [
      name,
      parts.map(({ condition, add }) => ({ add, holds: compileWith(condition.root, compileFact) })),
    ]),
  );
  const create: NamedPartsFactory = () => {
    const known = new Map<unknown, unknown>();
    return {
      conditionOf: (name) => segments.get(name),
      anew: create,
      segment(name, facts, context) {
        const evaluate = compiledSegments.get(name);
        if (!known.has(name)) known.set(name, evaluate && isMember(evaluate(facts, context)));
        const member = known.get(name);
        return typeof member === 'boolean' ? member : undefined;
      },
      score(name, facts, context) {
        const parts = compiledScores.get(name);
        // Lists are keys of their own, as a segment and a score may have the same name.
        if (!known.has(parts)) known.set(parts, parts && sum(parts, facts, context));
        const score = known.get(parts);
        return typeof score === 'number' ? score : undefined;
      },
    };
  };
  return create;
}

function isMember(value: unknown): boolean | undefined {
  return value === undefined ? undefined : value === true;
}

/** With a part that cannot be known, neither can the sum: what is added may be negative. */
function sum(
  parts: readonly { readonly add: number; readonly holds: Evaluate }[],
  ...[facts, context]: Parameters<Evaluate>
): number | undefined {
  let total = 0;
  for (const { add, holds } of parts) {
    const value = holds(facts, context);
    if (value === undefined) return undefined;
    if (value === true) total += add;
  }
  return total;
}
