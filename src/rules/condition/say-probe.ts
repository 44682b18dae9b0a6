import type { ConditionNode } from './condition.ts';
import type { Explanation } from './explain.ts';
import type { Scene } from './near-miss.ts';
import { type Probe, subjectIn, valueAt } from './probe.ts';
import { sayComparison, sayValue } from './say.ts';
import { sayTime } from './say-time.ts';
import { type ExplanationReason, isUnknown, sayUnknown, type Unknown } from './unknown.ts';
import { formatValue } from './words.ts';

export function reasonOf(probe: Probe, scene: Scene): ExplanationReason {
  const value = valueAt(probe, scene.seen);
  if (value === undefined) return unknownOf(probe, scene).reason;
  if (value === true) return 'holds';
  return !probe.isJoin && valueAt(subjectIn(probe), scene.seen) === null ? 'missing' : 'fails';
}

/** The first part that is unknown tells why. */
function unknownOf({ operands, place }: Probe, scene: Scene): Unknown {
  const part = operands.find((operand) => valueAt(operand, scene.seen) === undefined);
  const note = scene.seen[place + 1];
  return part ? unknownOf(part, scene) : isUnknown(note) ? note : { reason: 'undecided' };
}

/** Only the parts that made it so are told: of a conjunction that is unknown, those that are. */
export function sayJoin({ operator, holds, parts, reason }: Explanation): string {
  if (operator === '!') return `not (${parts[0]?.sentence})`;
  const isKnown = (reason: ExplanationReason) => /^(fails|missing)$/.test(reason);
  const told = parts.filter(
    (part) => part.holds === holds && (holds || operator === 'or' || isKnown(part.reason) === isKnown(reason)),
  );
  return told.map(({ sentence }) => sentence).join(` ${operator} `);
}

/** What is needed, and what was seen. */
export function sayLeaf(probe: Probe, scene: Scene): string {
  const { node } = probe;
  if (node.kind === 'literal') return node.value === true ? 'always holds' : 'never holds';
  return `needs ${sayNeed(probe, scene)}, ${saySeen(probe, scene)}`;
}

function sayNeed({ node, operands }: Probe, { words, seen }: Scene): string {
  if (node.kind !== 'operation') return sayValue(node, words, node.kind === 'fact' ? 'yes' : '');
  const isTime = operands.some((operand) => isEventTime(operand.node));
  return sayComparison(
    node,
    words,
    operands.map((operand) => show(valueAt(operand, seen), isTime)),
  );
}

function saySeen(probe: Probe, scene: Scene): string {
  const value = valueAt(probe, scene.seen);
  if (value === undefined) return `unknown: ${sayUnknown(unknownOf(probe, scene))}`;
  if (probe.node.kind === 'query') return value === true ? 'which is so' : 'which is not so';
  const subject = subjectIn(probe);
  return `has ${show(valueAt(subject, scene.seen), isEventTime(subject.node))}`;
}

function show(value: unknown, isTime: boolean): string {
  return isTime && typeof value === 'number' ? sayTime(value) : formatValue(value);
}

/** The time of the first or the last event, which is a number. */
function isEventTime(node: ConditionNode): boolean {
  return node.kind === 'query' && /^(first|last)$/.test(node.name) && !node.query.of;
}
