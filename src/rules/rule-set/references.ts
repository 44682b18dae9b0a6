import type { Condition, ConditionNode, QueryNode } from '../condition/condition.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import type { RuleFile } from './rule.ts';

// How deep segments and scores may refer to each other.
const MAX_DEPTH = 32;

/** All query nodes of a condition, also those within others. */
export function queriesIn(node: ConditionNode): readonly QueryNode[] {
  if (node.kind === 'operation') return node.operands.flatMap(queriesIn);
  return node.kind === 'query' ? [node, ...node.parts.flatMap(queriesIn)] : [];
}

/** The paths of the facts that a node reads, those of its segments and scores included. */
export function factsIn(node: ConditionNode, file: RuleFile): readonly (readonly string[])[] {
  return rootsFrom(node, file).flatMap(pathsIn);
}

/** A node, and the conditions of the segments and scores that it depends on. */
export function rootsFrom(node: ConditionNode, file: RuleFile): readonly ConditionNode[] {
  return [node, ...Array.from(allConditions(conditionsNamedIn(node, file), file), ({ root }) => root)];
}

function pathsIn(node: ConditionNode): readonly (readonly string[])[] {
  if (node.kind === 'fact') return [node.path];
  if (node.kind === 'literal') return [];
  return (node.kind === 'operation' ? node.operands : node.parts).flatMap(pathsIn);
}

/** The conditions of the segments and scores that a node asks for itself. */
function conditionsNamedIn(node: ConditionNode, file: RuleFile): readonly Condition[] {
  return queriesIn(node).flatMap((query) => conditionsOf(file, query));
}

/** The conditions with those of the segments and scores that they ask for: each once, as many may ask for the same. */
export function allConditions(
  conditions: readonly Condition[],
  file: RuleFile,
  known: Set<Condition> = new Set(),
): ReadonlySet<Condition> {
  for (const condition of conditions) {
    if (known.has(condition)) continue;
    known.add(condition);
    allConditions(conditionsNamedIn(condition.root, file), file, known);
  }
  return known;
}

/** The conditions that a segment or score of the file consists of; of a name that the file does not define, none. */
function conditionsOf(file: RuleFile, { name, query }: QueryNode): readonly Condition[] {
  const which = String(query.name);
  if (name === 'score') return (file.scores.get(which) ?? []).map(({ condition }) => condition);
  const segment = name === 'segment' ? file.segments.get(which) : undefined;
  return segment ? [segment] : [];
}

/**
 * Checks what only a whole file can show: rules that exclude rules that are not there, and segments and scores that depend on
 * themselves.
 *
 * @throws KindredError `invalid-rule` with the JSON Pointer of the reference
 */
export function checkReferences(file: RuleFile, ids: ReadonlyMap<string, string>): void {
  for (const { id, at, excludes } of file.rules) {
    excludes.forEach((other, index) => {
      const place = `${at}/excludes/${index}`;
      if (!ids.has(other)) throw unknownName('rule', other, place, [...ids.keys()]);
      if (other === id) throw invalid('A rule excludes itself', place, 'Name another one.');
    });
  }
  const heights = new Map<Condition, number>();
  const visit = (condition: Condition, path: readonly Condition[]): number => {
    const known = heights.get(condition);
    if (known !== undefined) return known;
    let height = 0;
    for (const query of queriesIn(condition.root)) {
      const what = `The ${query.name} "${query.query.name}"`;
      for (const next of conditionsOf(file, query)) {
        if (next === condition || path.includes(next)) {
          throw invalid(`${what} depends on itself`, query.at, 'Break the circle.');
        }
        height = Math.max(height, visit(next, [...path, condition]) + 1);
        if (Math.max(height, path.length) > MAX_DEPTH) throw invalid(`${what} nests too deep`, query.at, 'Join some.');
      }
    }
    heights.set(condition, height);
    return height;
  };
  for (const condition of file.segments.values()) visit(condition, []);
  for (const part of [...file.scores.values()].flat()) visit(part.condition, []);
}
