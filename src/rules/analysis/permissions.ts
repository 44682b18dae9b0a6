import type { ConditionNode, QueryNode } from '../condition/condition.ts';
import { type PlacedNode, placed, placedRoot } from '../condition/place.ts';
import { isHistoryQuery } from '../history/query.ts';
import { type Finding, found } from './finding.ts';
import type { JudgedCondition, Model } from './model.ts';

/** Something that is unknown without a permission, where it is read. */
interface Need {
  readonly purpose: string;
  readonly what: string;
  readonly at: string;
}

/**
 * Facts and events that are read without their permission: neither is it among those given, nor does the condition ask for it with
 * "consent" beside them. The segments that a rule names are read where it names them.
 *
 * @param permissions the purposes that are permitted wherever the rules run
 */
export function judgePermissions(
  { rules, segments, others }: Model,
  permissions: readonly string[],
): readonly Finding[] {
  const conditions = [...rules.map(({ judged }) => judged), ...others];
  // By segment and permissions: a segment may be named by many, which are named by many.
  const known = new Map<string, readonly Need[]>();
  return conditions.flatMap((judged) =>
    needsOf(placedRoot(judged.condition), new Set(permissions)).map(({ purpose, what, at }) => {
      const [name, who] = [JSON.stringify(purpose), judged.who];
      const why = `${who} reads ${what}, which needs ${name}: without that permission it is unknown.`;
      return found('unpermitted-fact', { ...judged, at }, why, `Ask for it beside: {"consent": [${name}]}.`);
    }),
  );

  function needsOf(node: PlacedNode, granted: ReadonlySet<string>): readonly Need[] {
    switch (node.kind) {
      case 'literal':
        return [];
      case 'fact':
        return needed(node.guard ? [node.guard] : [], `the fact ${JSON.stringify(node.name)}`, node, granted);
      case 'operation': {
        const more = node.name === 'and' ? new Set([...granted, ...node.operands.flatMap(askedBy)]) : granted;
        return node.operands.flatMap((operand) => needsOf(operand, more));
      }
      default:
        return needsOfQuery(node, granted);
    }
  }

  function needsOfQuery(node: QueryNode, granted: ReadonlySet<string>): readonly Need[] {
    const { query } = node;
    const name = String(query.name);
    const segment = node.name === 'segment' ? segments.get(name) : undefined;
    if (segment) return needsOfSegment(name, segment, granted).map((need) => ({ ...need, at: node.at }));
    if (!isHistoryQuery(query)) return node.parts.flatMap((part) => needsOf(placed(part, node.at), granted));
    const names = query.events.flatMap(({ names }) => names).map((name) => JSON.stringify(name));
    return needed(query.needs, `the events ${names.join(', ')}`, node, granted);
  }

  function needsOfSegment(name: string, { condition }: JudgedCondition, granted: ReadonlySet<string>): readonly Need[] {
    const key = JSON.stringify([name, ...[...granted].sort()]);
    const before = known.get(key);
    if (before) return before;
    // One that depends on itself does not load, and is told of elsewhere.
    known.set(key, []);
    const by = ` by the segment ${JSON.stringify(name)}`;
    const each = new Map<string, Need>();
    for (const need of needsOf(placedRoot(condition), granted)) {
      each.set(`${need.purpose} ${need.what}`, { ...need, what: need.what + by });
    }
    known.set(key, [...each.values()]);
    return [...each.values()];
  }
}

function needed(
  needs: readonly { readonly purpose: string }[],
  what: string,
  { at }: { readonly at: string },
  granted: ReadonlySet<string>,
): readonly Need[] {
  const missing = needs.filter(({ purpose }) => !granted.has(purpose));
  return missing.map(({ purpose }) => ({ purpose, what, at }));
}

/** The purposes that a part asks for, so that the parts beside it are read with them only. Another party's is no help. */
function askedBy(node: ConditionNode): readonly string[] {
  if (node.kind === 'operation' && node.name === 'and') return node.operands.flatMap(askedBy);
  if (node.kind !== 'query' || node.name !== 'consent') return [];
  const { purpose, party } = node.query;
  return typeof purpose === 'string' && party === undefined ? [purpose] : [];
}
