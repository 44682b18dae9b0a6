import type { ConditionNode } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import type { Facts } from '../condition/facts.ts';
import { type Contender, compileRule } from './contender.ts';
import { type Contest, createContest } from './contest.ts';
import { compileNamedParts } from './named-parts.ts';
import { conditionsOf, queriesIn } from './references.ts';
import type { Match, RuleFile } from './rule.ts';
import { createRuleIndex, findCandidates, type RuleIndex } from './rule-index.ts';

/** A rules file, compiled and indexed. */
export interface Engine {
  readonly file: RuleFile;
  /** By rank. */
  readonly contenders: readonly Contender[];
  readonly index: RuleIndex;
  readonly contest: Contest;
  /** The context with the segments and scores of the file, each computed at most once. */
  contextOf(given: EvaluationContext): EvaluationContext;
}

export function createEngine(file: RuleFile): Engine {
  const makeNamedParts = compileNamedParts(file);
  const isFixed = (node: ConditionNode): boolean =>
    queriesIn(node).every(
      (query) =>
        !query.operator.nextChange &&
        conditionsOf(file, query).every(({ root, events }) => events.length === 0 && isFixed(root)),
    );
  return {
    file,
    contenders: file.rules.map((rule) => compileRule(rule, file)),
    index: createRuleIndex(
      file.rules.map(({ condition }) => condition.root),
      isFixed,
    ),
    contest: createContest(file.rules),
    contextOf: (given) => (makeNamedParts ? { ...given, named: makeNamedParts() } : given),
  };
}

/** The rules that match, in the order of their ranks. */
export function evaluateRules(engine: Engine, facts: Facts, given: EvaluationContext): readonly Match[] {
  const { contenders, index, contest } = engine;
  const context = engine.contextOf(given);
  const claimants: number[] = [];
  for (const rank of index.always) if (contenders[rank]?.holds(facts, context)) claimants.push(rank);
  if (index.always.length < contenders.length) {
    const found: number[] = [];
    findCandidates(index, facts, context, found);
    for (const rank of found) if (contenders[rank]?.holds(facts, context)) claimants.push(rank);
    sort(claimants);
  }
  const claims: Match[] = [];
  let last = -1;
  for (const rank of claimants) {
    // A rule that was found by several tests stands next to itself.
    if (rank !== last) addMatch(contenders[rank], facts, context, claims);
    last = rank;
  }
  return contest(claims);
}

function addMatch(contender: Contender | undefined, facts: Facts, context: EvaluationContext, claims: Match[]): void {
  if (contender) claims.push(contender.match(facts, context));
}

// A handful, nearly always: insertion beats the general sort.
const FEW = 32;

function sort(ranks: number[]): void {
  if (ranks.length > FEW) {
    ranks.sort((one, other) => one - other);
    return;
  }
  for (let end = 1; end < ranks.length; end++) {
    const rank = ranks[end] ?? 0;
    let place = end;
    for (let before = ranks[place - 1]; before !== undefined && before > rank; before = ranks[place - 1]) {
      ranks[place--] = before;
    }
    ranks[place] = rank;
  }
}
