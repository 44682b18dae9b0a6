import type { ConditionNode } from './condition.ts';
import type { Explanation } from './explain.ts';
import { findNearMiss, type Sight } from './near-miss.ts';
import type { Probe } from './probe.ts';
import { sayComparison, sayValue } from './say.ts';
import { sayTime } from './say-time.ts';
import { type Inner, NOTHING, type Seen } from './seen.ts';
import { sayUnknown, type Unknown } from './unknown.ts';
import { cut, type FactWords, formatValue } from './words.ts';

/** What is told, and the segments that were told already. */
export interface Telling extends Sight {
  readonly told: Set<Inner>;
}

// Nobody reads more; and what tells more would tell too much of a large file.
const MOST_SEGMENTS = 64;

/** The explanation of a condition, or a part of one, by what was seen. */
export function tell(probe: Probe, telling: Telling): Explanation {
  const { node, operator, operands, subject = probe, isJoin } = probe;
  const { seen } = telling;
  const others = operands.filter((operand) => operand !== subject);
  const value = seen.values[probe.place];
  const about = isJoin ? undefined : seen.values[subject.place];
  const holds = value === true;
  const unknown = value === undefined ? unknownOf(probe, seen) : undefined;
  const parts = isJoin ? operands.map((operand) => tell(operand, telling)) : tellNoted(subject.place, telling);
  return {
    operator,
    pointer: probe.at,
    holds,
    reason: holds ? 'holds' : unknown ? unknown.reason : about === null ? 'missing' : 'fails',
    sentence: isJoin ? sayJoin(operator, value, parts) : sayLeaf(),
    fact: !isJoin && subject.node.kind === 'fact' ? subject.node.name : undefined,
    seen: about,
    needed: isJoin ? NOTHING : operands.length ? others.map((other) => seen.values[other.place]) : [true],
    // Of the opposite something else is missing than its part says.
    nearMiss: findNearMiss(probe, true, telling, operator === '!' ? undefined : parts),
    parts,
  };

  function sayLeaf(): string {
    if (node.kind === 'literal') return `${holds ? 'always' : 'never'} holds`;
    const part = parts[0] ? `: ${cut(parts[0].sentence)}` : '';
    const has = unknown
      ? `unknown${part || `: ${sayUnknown(unknown)}`}`
      : node.kind === 'query'
        ? `which is ${holds ? 'so' : 'not so'}${part}`
        : `has ${show(about, isEventTime(subject.node))}${part}`;
    return `needs ${sayNeeded(probe, telling.words, seen)}, ${has}`;
  }
}

/** Only the parts that made it so are told: of a conjunction that is unknown, those that are. */
function sayJoin(operator: string, value: unknown, parts: readonly Explanation[]): string {
  if (operator === '!') return `not (${parts[0]?.sentence})`;
  let said = '';
  for (const { holds, reason, sentence } of parts) {
    const isKnown = reason === 'fails' || reason === 'missing';
    const isTold = value === true ? holds : !holds && (operator === 'or' || isKnown === (value === false));
    if (isTold) said = said ? `${said} ${operator} ${sentence}` : sentence;
  }
  return said;
}

/** The conditions that a value comes from. Where a segment is asked for again, its condition is not told again. */
function tellNoted(place: number, telling: Telling): readonly Explanation[] {
  const { told, seen } = telling;
  const { inner } = seen.notes[place] ?? {};
  if (!inner || told.has(inner) || told.size >= MOST_SEGMENTS) return NOTHING;
  told.add(inner);
  return [tell(inner.root, { ...telling, seen: inner.seen })];
}

/** What is said of constants is said once. */
function sayNeeded(probe: Probe, words: FactWords, seen: Seen): string {
  const { node, operands, kept } = probe;
  if (node.kind !== 'operation') return sayValue(node, words, node.kind === 'fact' ? 'yes' : '');
  if (kept?.words === words) return kept.said;
  const isTime = operands.some((operand) => isEventTime(operand.node));
  const said = sayComparison(
    node,
    words,
    operands.map((operand) => show(seen.values[operand.place], isTime)),
  );
  if (operands.filter((operand) => operand.node.kind !== 'literal').length < 2) probe.kept = { words, said };
  return said;
}

/** The first part that is unknown tells why. */
function unknownOf({ operands, place }: Probe, seen: Seen): Unknown {
  const part = operands.find((operand) => seen.values[operand.place] === undefined);
  if (part) return unknownOf(part, seen);
  const { reason = 'undecided', name = '' } = seen.notes[place] ?? {};
  return { reason, name };
}

function show(value: unknown, isTime: boolean): string {
  return isTime && typeof value === 'number' ? sayTime(value) : formatValue(value);
}

/** The time of the first or the last event, which is a number. */
function isEventTime(node: ConditionNode): boolean {
  return node.kind === 'query' && /^(first|last)$/.test(node.name) && !node.query.of;
}
