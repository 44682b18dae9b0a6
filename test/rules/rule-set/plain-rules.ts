import {
  type Condition,
  type ConditionOptions,
  type EvaluationContext,
  evaluateCondition,
  type Json,
  type NamedParts,
  parseCondition,
  type Snapshot,
} from '../../../src/rules/index.ts';

/** The parts of a rules file that the plain twin reads. */
export interface PlainFile {
  readonly segments?: Readonly<Record<string, Json>>;
  readonly scores?: Readonly<Record<string, readonly { readonly when: Json; readonly add: number }[]>>;
  readonly groups?: Readonly<Record<string, { readonly match: string }>>;
  readonly holdouts?: Readonly<Record<string, { readonly share: number; readonly salt: string }>>;
  readonly rules: readonly PlainRule[];
}

export interface PlainRule {
  readonly id: string;
  readonly when: Json;
  readonly priority?: number;
  readonly group?: string;
  readonly stop?: boolean;
  readonly schedule?: Json;
  readonly score?: Json;
  readonly excludes?: readonly string[];
  readonly holdout?: string;
  readonly cap?: { readonly count: number; readonly within: string };
}

/** `tea 0`: an id with its score. */
export type Told = string;

/**
 * The plain twin of `rules.evaluate` and of sessions: every rule, one after the other, by `evaluateCondition`, and then the words
 * of src/rules/README.md about ranks, groups, exclusion and stopping, taken one by one.
 */
export function evaluatePlainly(
  file: PlainFile,
  { facts, ...given }: Snapshot,
  types: ConditionOptions,
): readonly Told[] {
  const isNaming = file.segments !== undefined || file.scores !== undefined;
  const options: ConditionOptions = isNaming
    ? { ...types, segments: Object.keys(file.segments ?? {}), scores: Object.keys(file.scores ?? {}) }
    : types;
  const context: EvaluationContext = isNaming ? { ...given, named: namedParts(file, options) } : given;
  const holds = (condition: Json) => evaluateCondition(parseOnce(condition, options), facts, context);

  const conditionsOf = ({ id, when, schedule, holdout, cap }: PlainRule): readonly Json[] => {
    const { salt = '', share = 0 } = (holdout !== undefined && file.holdouts?.[holdout]) || {};
    return [
      when,
      ...(schedule === undefined ? [] : [{ time: schedule }]),
      ...(holdout === undefined ? [] : [{ '>=': [{ bucket: [salt, 2 ** 32] }, share * 2 ** 32] }]),
      ...(cap === undefined ? [] : [{ cap: [id, cap.count, cap.within] }]),
    ];
  };
  const scoreOf = ({ score = 0 }: PlainRule): number => {
    if (typeof score === 'number') return score;
    // The interpreter tells only whether a condition holds: the score is found among all numbers that it can be.
    return SCORES.find((_, place) => holds(equalities(score)[place] ?? false)) ?? 0;
  };
  const matchOf = ({ group }: PlainRule) => (group === undefined ? 'all' : file.groups?.[group]?.match);

  let waiting = file.rules
    .map((rule, place) => ({ rule, place }))
    .sort((one, other) => (other.rule.priority ?? 0) - (one.rule.priority ?? 0) || one.place - other.place)
    .map(({ rule }) => rule)
    .filter((rule) => conditionsOf(rule).every(holds));
  const matched: PlainRule[] = [];
  while (waiting.length > 0) {
    const [next] = waiting;
    if (!next) break;
    const rivals = matchOf(next) === 'best' ? waiting.filter(({ group }) => group === next.group) : [next];
    const best = rivals.reduce((one, other) => (scoreOf(other) > scoreOf(one) ? other : one));
    waiting = waiting.filter((rule) => rule !== best);
    const isOut = matched.some(
      (winner) =>
        winner.stop ||
        winner.excludes?.includes(best.id) ||
        best.excludes?.includes(winner.id) ||
        (matchOf(best) !== 'all' && winner.group === best.group),
    );
    if (!isOut) matched.push(best);
  }
  return matched.map((rule) => `${rule.id} ${scoreOf(rule)}`);
}

/** What the scores of the random rules can come to. */
const SCORES = Array.from({ length: 61 }, (_, index) => index - 30);
const EQUALITIES = new Map<Json, readonly Json[]>();

function equalities(score: Json): readonly Json[] {
  const known = EQUALITIES.get(score) ?? SCORES.map((number): Json => ({ '==': [score, number] }));
  EQUALITIES.set(score, known);
  return known;
}

function namedParts(file: PlainFile, options: ConditionOptions): NamedParts {
  return {
    segment(name, facts, context) {
      const condition = file.segments?.[name];
      return condition === undefined ? undefined : verdict(condition, options, facts, context);
    },
    score(name, facts, context) {
      let sum: number | undefined = 0;
      for (const { when, add } of file.scores?.[name] ?? []) {
        const isMet = verdict(when, options, facts, context);
        sum = isMet === undefined || sum === undefined ? undefined : sum + (isMet ? add : 0);
      }
      return sum;
    },
  };
}

/** Whether a condition holds, and `undefined` where neither it nor its opposite does. */
function verdict(
  condition: Json,
  options: ConditionOptions,
  facts: Snapshot['facts'],
  context: EvaluationContext,
): boolean | undefined {
  if (evaluateCondition(parseOnce(condition, options), facts, context)) return true;
  const opposite = OPPOSITES.get(condition) ?? { '!': [condition] };
  OPPOSITES.set(condition, opposite);
  return evaluateCondition(parseOnce(opposite, options), facts, context) ? false : undefined;
}

const OPPOSITES = new Map<Json, Json>();
const PARSED = new Map<Json, Condition>();

/** All files of the tests name the same segments, scores and facts. */
function parseOnce(condition: Json, options: ConditionOptions): Condition {
  const parsed = PARSED.get(condition) ?? parseCondition(condition, options);
  PARSED.set(condition, parsed);
  return parsed;
}
