import { canonicalJson, ownValue } from '../../core/index.ts';
import { EVERYWHERE, indexBlockers, isForEveryone } from './blockers.ts';
import { type Finding, found } from './finding.ts';
import { claimOf, implies } from './implication.ts';
import { conditionKey, type JudgedRule, type Model } from './model.ts';

// Each comparison of two rules takes microseconds.
const MOST_COMPARISONS = 200_000;

/**
 * Rules that never get their turn: wherever they hold, one of a higher rank holds as well, and keeps them out. Rules are compared only
 * where they test the same; two that share no test say nothing about each other.
 */
export function judgeShadows({ rules, outline }: Model): readonly Finding[] {
  const matchOf = matches(outline);
  const scopeOf = scopes(matchOf);
  const blockers = indexBlockers(rules.filter(isReliable(rules, matchOf)), scopeOf);
  let left = MOST_COMPARISONS;
  const findings: Finding[] = [];
  for (const rule of rules) {
    const claim = claimOf(rule.judged.formula);
    for (const { rule: blocker, claim: other } of blockers.before(rule, claim)) {
      if (--left < 0) return [...findings, unfinished(rule)];
      const keepsOut = scopeOf(blocker) !== EVERYWHERE || (matchOf(rule) !== 'best' && stopsOrExcludes(blocker, rule));
      if (!keepsOut || !isAsRegular(blocker, rule) || !implies(claim, other)) continue;
      findings.push(shadowOf(rule, blocker));
      break;
    }
  }
  return findings;
}

/** What is not compared is not said; but that is. */
function unfinished({ id, at }: JudgedRule): Finding {
  const why = `From ${JSON.stringify(id)} on rules were not compared with those before them: there are too many that test the same.`;
  return found('not-compared', { at, rule: id }, why, 'Split the file, or judge its groups one by one.');
}

/** What is shown where no candidate matches, where one of them is for everyone. */
export function judgeFallbacks({ rules, outline: { placements } }: Model): readonly Finding[] {
  const forEveryone = new Map(rules.filter(isForEveryone).map((rule) => [rule.group, rule]));
  return placements.flatMap(({ name, at, value }) => {
    const blocker = forEveryone.get(name);
    if (!blocker || ownValue(value, 'fallback') === undefined) return [];
    const why = `The fallback of ${JSON.stringify(name)} is never reached: ${JSON.stringify(blocker.id)} is for everyone.`;
    return [found('unreachable', { at: `${at}/fallback` }, why, 'Remove it, or give the candidate a condition.')];
  });
}

function shadowOf(rule: JudgedRule, blocker: JudgedRule): Finding {
  const [who, by] = [JSON.stringify(rule.id), JSON.stringify(blocker.id)];
  if (isForEveryone(blocker)) {
    const why = `${who} is never reached: ${by} comes first, for everyone.`;
    return found(
      'unreachable',
      { at: rule.at, rule: rule.id },
      why,
      `Give ${who} a higher priority, or ${by} a condition.`,
    );
  }
  const isSame = conditionKey(rule.when) === conditionKey(blocker.when);
  const why = `${who} never wins: ${isSame ? `${by} asks the same and` : `wherever it holds, ${by} holds too, and`} comes first.`;
  const remedy = `Give ${who} a higher priority, or narrow ${by} (at ${blocker.at}).`;
  return found('shadowed', { at: rule.at, rule: rule.id }, why, remedy);
}

type MatchOf = (rule: JudgedRule) => unknown;

/** How the group of a rule matches. A placement is a group. */
function matches({ groups, placements }: Model['outline']): MatchOf {
  const declared = new Map([...groups, ...placements].map(({ name, value }) => [name, ownValue(value, 'match')]));
  return ({ group }) => (group === undefined ? 'all' : (declared.get(group) ?? 'first'));
}

/** Where a rule that matches keeps others out: in its group, if that matches first, or everywhere, or nowhere. */
function scopes(matchOf: MatchOf): (rule: JudgedRule) => string | undefined {
  return (rule) => {
    const { group, fields } = rule;
    const match = matchOf(rule);
    if (match === 'first') return `group ${group}`;
    // Where another of its group can win, it may hold and yet not match.
    return match === 'all' && (fields.stop === true || fields.excludes !== undefined) ? EVERYWHERE : undefined;
  };
}

function stopsOrExcludes(first: JudgedRule, second: JudgedRule): boolean {
  return first.fields.stop === true || excludedBy(first).includes(second.id);
}

function excludedBy({ fields: { excludes } }: JudgedRule): readonly unknown[] {
  return Array.isArray(excludes) ? excludes : [];
}

/**
 * Rules that match wherever they hold, unless one before them is chosen: without a cap, and excluded by none that is tried before
 * them. A rule of a group that matches the best may be tried early, whatever its rank.
 */
function isReliable(rules: readonly JudgedRule[], matchOf: MatchOf): (rule: JudgedRule) => boolean {
  const byId = new Map<unknown, JudgedRule>(rules.map((rule) => [rule.id, rule]));
  const excluded = new Set<JudgedRule>();
  for (const rule of rules) {
    for (const id of excludedBy(rule)) {
      const other = byId.get(id);
      if (!other) continue;
      if (other.rank > rule.rank || matchOf(rule) === 'best') excluded.add(other);
      if (other.rank <= rule.rank || matchOf(other) === 'best') excluded.add(rule);
    }
  }
  return (rule) => rule.fields.cap === undefined && !excluded.has(rule);
}

/** A rule that is off at times, or for some people, keeps out only those that are off then, and for them, too. */
function isAsRegular(blocker: JudgedRule, rule: JudgedRule): boolean {
  return (['schedule', 'holdout'] as const).every((field) => {
    const own = blocker.fields[field];
    return own === undefined || canonicalJson(own) === canonicalJson(rule.fields[field]);
  });
}
