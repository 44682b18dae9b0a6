import { compileWith } from '../condition/compile.ts';
import type { ConditionNode } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import { createFactMemory } from '../condition/fact-memory.ts';
import type { Facts } from '../condition/facts.ts';
import { type Contender, compileRule } from './contender.ts';
import { type Contest, createContest } from './contest.ts';
import { compileNamedParts } from './named-parts.ts';
import { queriesIn, rootsFrom } from './references.ts';
import type { Match, RuleFile } from './rule.ts';
import { type CreateRuleIndex, findCandidates, listAll, type RuleIndex } from './rule-index.ts';

/** A rules file, compiled and indexed. */
export interface Engine {
  readonly file: RuleFile;
  /** The rule of a rank; compiled when it is first asked for, as most rules of a large set never can hold. */
  contender(rank: number): Contender | undefined;
  readonly index: RuleIndex;
  readonly contest: Contest;
  /** The context with the segments and scores of the file, each computed at most once; what was remembered is forgotten. */
  contextOf(given: EvaluationContext): EvaluationContext;
  /** Facts are remembered, also their absence: to be called before they are others, or have changed. */
  forget(): void;
}

/** Without an index all rules are evaluated. */
export function createEngine(file: RuleFile, createIndex: CreateRuleIndex = listAll): Engine {
  const { compileFact, forget } = createFactMemory();
  const makeNamedParts = compileNamedParts(file, compileFact);
  // Of this length at once: engines keep lists with gaps as tables, which take longer to look into.
  const contenders: (Contender | undefined)[] = new Array(file.rules.length);
  // What asks for events depends on the time, too.
  const isFixed = (node: ConditionNode): boolean =>
    rootsFrom(node, file)
      .flatMap(queriesIn)
      .every(({ operator }) => !operator.nextChange);
  return {
    file,
    contender(rank) {
      // Of one that is known nothing else is looked up: among thousands each look waits for the memory.
      const rule = contenders[rank] ? undefined : file.rules[rank];
      if (rule) contenders[rank] = compileRule(rule, file, compileFact);
      return contenders[rank];
    },
    forget,
    index: createIndex(
      file.rules.map(({ condition }) => condition.root),
      isFixed,
      (node) => compileWith(node, compileFact),
    ),
    contest: createContest(file.rules),
    contextOf(given) {
      forget();
      return makeNamedParts ? { ...given, named: makeNamedParts() } : given;
    },
  };
}

/** The rules that match, in the order of their ranks. */
export function evaluateRules(engine: Engine, facts: Facts, given: EvaluationContext): readonly Match[] {
  const { contest, contender, forget } = engine;
  const context = engine.contextOf(given);
  const claims: Match[] = [];
  let last = -1;
  for (const rank of candidatesOf(engine, facts, context)) {
    // A rule that was found by several tests stands next to itself.
    const match = rank === last ? undefined : contender(rank)?.claim(facts, context);
    if (match) claims.push(match);
    last = rank;
  }
  // Whoever is asked while this runs may evaluate rules too; nothing of theirs must be remembered here.
  forget();
  return contest(claims);
}

/** The ranks of the rules that can hold, in their order; some of them more than once. */
function candidatesOf({ index, file }: Engine, facts: Facts, context: EvaluationContext): Iterable<number> {
  if (index.always.length === file.rules.length) return index.always;
  const found: number[] = [];
  for (const rank of index.always) found.push(rank);
  findCandidates(index, facts, context, found);
  return inOrder(found);
}

/** What one test finds is in order, so that there is often nothing to do; typed arrays are sorted without a call for each pair. */
function inOrder(ranks: readonly number[]): Iterable<number> {
  for (let place = 1; place < ranks.length; place++) {
    if ((ranks[place] ?? 0) < (ranks[place - 1] ?? 0)) return Int32Array.from(ranks).sort();
  }
  return ranks;
}
