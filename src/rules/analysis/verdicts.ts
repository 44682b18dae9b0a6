import { type Finding, found } from './finding.ts';
import type { Formula } from './formula.ts';
import { type JudgedCondition, type Model, namesUsed } from './model.ts';
import { type Answer, findConflict, type Goal } from './satisfiable.ts';

// Of conditions with more parts than this, each part is judged by itself only.
const MOST_BESIDE = 40;

/** Conditions, and parts of them, that never or always hold. */
export function judgeVerdicts({ rules, segments, others }: Model): readonly Finding[] {
  const isEmpty = new Set([...segments].filter(([, judged]) => !canHold(judged)).map(([name]) => name));
  return [
    ...[...segments.values(), ...others].flatMap(judgeVerdict),
    ...rules.flatMap(({ at, when, judged }) => {
      const empty = namesUsed(when, 'segment').find((name) => isEmpty.has(name));
      return empty === undefined || canHold(judged) ? judgeVerdict(judged) : [unreachable(judged, at, empty)];
    }),
  ];
}

function unreachable({ who, rule }: JudgedCondition, at: string, segment: string): Finding {
  const why = `${who} is never reached: nobody is in the segment ${JSON.stringify(segment)}.`;
  return found('unreachable', { at, ...(rule !== undefined && { rule }) }, why, 'Correct the segment.');
}

function judgeVerdict(judged: JudgedCondition): readonly Finding[] {
  const { formula, who } = judged;
  const answer = findConflict([{ formula, wanted: 'true' }]);
  if (answer.kind === 'no') {
    const remedy = answer.conflict ? 'Change or remove one of the two.' : 'Correct it, or remove it.';
    return [found('never-holds', judged, `${who} never holds${because(answer)}.`, remedy)];
  }
  if (formula.kind === 'constant') return [];
  if (!canBeFalse(formula, [])) {
    const why = `${who} always holds where all that it reads is known.`;
    return [found('always-holds', judged, why, 'If everyone is meant, write true.')];
  }
  return judgeParts(formula, judged, []);
}

function canHold({ formula }: JudgedCondition): boolean {
  return findConflict([{ formula, wanted: 'true' }]).kind === 'maybe';
}

/** The parts of a condition, given what the parts around them say. */
function judgeParts(formula: Formula, judged: JudgedCondition, beside: readonly Goal[]): readonly Finding[] {
  if (formula.kind !== 'and' && formula.kind !== 'or') return [];
  const { kind, parts } = formula;
  const said: Formula[] = [];
  return parts.flatMap((part, index) => {
    const others = kind === 'and' && parts.length <= MOST_BESIDE ? [...said, ...parts.slice(index + 1)] : [];
    const around = [...beside, ...others.map((other): Goal => ({ formula: other, wanted: 'true' }))];
    const finding = kind === 'and' ? judgeNeeded(part, judged, around) : judgePossible(part, judged, around);
    if (finding) return [finding];
    said.push(part);
    return judgeParts(part, judged, around);
  });
}

function judgePossible(part: Formula, judged: JudgedCondition, around: readonly Goal[]): Finding | undefined {
  const answer = findConflict([...around, { formula: part, wanted: 'true' }]);
  if (answer.kind === 'maybe') return undefined;
  const why = `An alternative of ${judged.who} never holds${because(answer)}.`;
  return found('never-holds', { ...judged, at: part.at }, why, 'Correct it, or remove it.');
}

function judgeNeeded(part: Formula, judged: JudgedCondition, around: readonly Goal[]): Finding | undefined {
  if (canBeFalse(part, around)) return undefined;
  const isAlone = !canBeFalse(part, []);
  const when = isAlone ? 'always holds where what it reads is known' : 'holds wherever the parts beside it hold';
  return found('always-holds', { ...judged, at: part.at }, `A part of ${judged.who} ${when}.`, 'Remove it.');
}

function canBeFalse(formula: Formula, around: readonly Goal[]): boolean {
  return findConflict([...around, { formula, wanted: 'false' }]).kind === 'maybe';
}

function because(answer: Answer): string {
  const conflict = answer.kind === 'no' ? answer.conflict : undefined;
  if (!conflict) return '';
  const [first, second] = [conflict.one, conflict.other].sort((a, b) => (a.at < b.at ? -1 : 1));
  return `: ${shorten(first?.written)} (at ${first?.at}) and ${shorten(second?.written)} (at ${second?.at}) exclude each other`;
}

const LONGEST = 100;

function shorten(text = ''): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
