import { type Finding, found } from './finding.ts';
import { type Model, namesUsed } from './model.ts';
import type { Named } from './outline.ts';

/** What has a name and is not used by any rule. */
export function judgeUnused({ outline: { rules, segments, scores, groups, holdouts } }: Model): readonly Finding[] {
  const named = [...segments, ...scores].map(({ value }) => value);
  const conditions = [...rules.flatMap(({ when, fields: { score } }) => [when, score]), ...named];
  const used = (operator: 'segment' | 'score') => conditions.flatMap((value) => namesUsed(value, operator));
  const field = (name: string) => rules.map(({ fields }) => fields[name]);
  return [
    ...unusedAmong('segment', segments, used('segment')),
    ...unusedAmong('score', scores, used('score')),
    ...unusedAmong('group', groups, field('group')),
    ...unusedAmong('holdout', holdouts, field('holdout')),
  ];
}

function unusedAmong(what: string, all: readonly Named[], used: readonly unknown[]): readonly Finding[] {
  const names = new Set(used);
  return all
    .filter(({ name }) => !names.has(name))
    .map(({ name, at }) =>
      found('unused', { at }, `No rule uses the ${what} ${JSON.stringify(name)}.`, 'Remove it, or use it.'),
    );
}
