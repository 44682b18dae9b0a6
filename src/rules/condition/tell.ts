import type { ConditionNode, LiteralNode } from './condition.ts';
import type { Explanation } from './explain.ts';
import { joinMisses, type NearMiss, prepareNearMiss } from './near-miss.ts';
import { type Probe, type Seen, subjectIn, valueAt } from './probe.ts';
import { sayComparison, sayValue } from './say.ts';
import { sayTime } from './say-time.ts';
import { isUnknown, sayUnknown, type Unknown } from './unknown.ts';
import { type FactWords, formatValue } from './words.ts';

/** Makes an explanation of what was seen. */
export type Tell = (seen: Seen, now: number | undefined) => Explanation;

const NOTHING: readonly never[] = /* @__PURE__ */ Object.freeze([]);
const TRUE: readonly unknown[] = /* @__PURE__ */ Object.freeze([true]);

/** Prepares the explanation of a condition and its parts; all words that do not depend on what is seen are found once. */
export function prepareTelling(probe: Probe, words: FactWords): Tell {
  if (probe.node.kind === 'literal') return tellConstant(probe.node, probe.at);
  return probe.isJoin ? tellJoin(probe, words) : tellLeaf(probe, words);
}

function tellConstant({ value }: LiteralNode, at: string): Tell {
  const holds = value === true;
  const explanation: Explanation = Object.freeze({
    operator: '===',
    pointer: at,
    holds,
    reason: holds ? 'holds' : 'fails',
    sentence: `${holds ? 'always' : 'never'} holds`,
    fact: undefined,
    seen: value,
    needed: TRUE,
    nearMiss: undefined,
    parts: NOTHING,
  });
  return () => explanation;
}

function tellJoin(probe: Probe, words: FactWords): Tell {
  const { node, operands, place } = probe;
  const operator = node.kind === 'operation' ? node.name : '';
  const tellers = operands.map((operand) => prepareTelling(operand, words));
  // Of the opposite something else is missing than its part says.
  const findNearMiss = operator === '!' ? prepareNearMiss(probe, words) : undefined;
  return (seen, now) => {
    const parts: Explanation[] = [];
    for (const tell of tellers) parts.push(tell(seen, now));
    const value = seen[place];
    const nearMiss = findNearMiss
      ? findNearMiss(seen, now, true)
      : value === false
        ? nearest(operator, parts, seen[place + 1])
        : undefined;
    return {
      operator,
      pointer: probe.at,
      holds: value === true,
      reason: value === true ? 'holds' : value === false ? 'fails' : unknownOf(probe, seen).reason,
      sentence: sayJoin(operator, value, parts),
      fact: undefined,
      seen: undefined,
      needed: NOTHING,
      nearMiss,
      parts,
    };
  };
}

function nearest(operator: string, parts: readonly Explanation[], note: unknown): NearMiss | undefined {
  const misses: (NearMiss | undefined)[] = [];
  for (const { holds, nearMiss } of parts) if (!holds) misses.push(nearMiss);
  return joinMisses(operator === 'or', misses, note);
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

function tellLeaf(probe: Probe, words: FactWords): Tell {
  const { node } = probe;
  const subject = subjectIn(probe);
  const fact = subject.node.kind === 'fact' ? subject.node.name : undefined;
  const operator = node.kind === 'operation' ? node.name : '===';
  const needed = prepareNeeded(probe, subject);
  const findNearMiss = prepareNearMiss(probe, words);
  const say = prepareSentence(probe, subject, words);
  return (seen, now) => {
    const value = valueAt(probe, seen);
    const about = valueAt(subject, seen);
    const unknown = value === undefined ? unknownOf(probe, seen) : undefined;
    return {
      operator,
      pointer: probe.at,
      holds: value === true,
      reason: unknown ? unknown.reason : value === true ? 'holds' : about === null ? 'missing' : 'fails',
      sentence: say(seen, value, about, unknown),
      fact,
      seen: about,
      needed: needed(seen),
      nearMiss: findNearMiss(seen, now, true),
      parts: NOTHING,
    };
  };
}

function prepareNeeded({ operands }: Probe, subject: Probe): (seen: Seen) => readonly unknown[] {
  const others = operands.filter((operand) => operand !== subject);
  const read = (seen: Seen) => others.map((other) => valueAt(other, seen));
  const known = operands.length ? Object.freeze(read([])) : TRUE;
  return others.every(isConstant) ? () => known : read;
}

type SayLeaf = (seen: Seen, value: unknown, about: unknown, unknown: Unknown | undefined) => string;

/** "needs at least 3 views of tea, has 2" */
function prepareSentence(probe: Probe, subject: Probe, words: FactWords): SayLeaf {
  const { node, operands } = probe;
  const sayNeed = (seen: Seen) => `needs ${sayNeeded(probe, words, seen)}, `;
  const others = operands.filter((operand) => operand !== subject);
  const need = others.every(isConstant) ? sayNeed([]) : undefined;
  const isTime = isEventTime(subject.node);
  return (seen, value, about, unknown) => {
    const has = unknown
      ? `unknown: ${sayUnknown(unknown)}`
      : node.kind === 'query'
        ? `which is ${value === true ? 'so' : 'not so'}`
        : `has ${show(about, isTime)}`;
    return (need ?? sayNeed(seen)) + has;
  };
}

function sayNeeded({ node, operands }: Probe, words: FactWords, seen: Seen): string {
  if (node.kind !== 'operation') return sayValue(node, words, node.kind === 'fact' ? 'yes' : '');
  const isTime = operands.some((operand) => isEventTime(operand.node));
  return sayComparison(
    node,
    words,
    operands.map((operand) => show(valueAt(operand, seen), isTime)),
  );
}

/** The first part that is unknown tells why. */
function unknownOf({ operands, place }: Probe, seen: Seen): Unknown {
  const part = operands.find((operand) => valueAt(operand, seen) === undefined);
  const note = seen[place + 1];
  return part ? unknownOf(part, seen) : isUnknown(note) ? note : { reason: 'undecided' };
}

function isConstant({ node }: Probe): boolean {
  return node.kind === 'literal';
}

function show(value: unknown, isTime: boolean): string {
  return isTime && typeof value === 'number' ? sayTime(value) : formatValue(value);
}

/** The time of the first or the last event, which is a number. */
function isEventTime(node: ConditionNode): boolean {
  return node.kind === 'query' && /^(first|last)$/.test(node.name) && !node.query.of;
}
