import type { FactNode } from './condition.ts';
import { type FactTypes, fillStars, findPattern, parsePath } from './facts.ts';
import { invalid, type Suggest } from './refusal.ts';

/** Facts of which nothing was declared. */
export const ANY_FACT: FactTypes = {};

/** Checks the path of a fact, as `{ "var": path }` does. */
export function parseFact(
  name: unknown,
  at: string,
  facts: FactTypes | undefined = ANY_FACT,
  suggest: Suggest,
): FactNode {
  const path = parsePath(name, at);
  const patterns = Object.keys(facts);
  const declared = facts[findPattern(patterns, path) ?? ''];
  const guard = typeof declared === 'object' ? declared : undefined;
  const type = typeof declared === 'object' ? declared.type : declared;
  if (facts !== ANY_FACT && !type) {
    const written = path.join('.');
    const similar = patterns.map((pattern) => fillStars(pattern, path).join('.'));
    throw invalid(`Unknown fact "${written}"`, at, suggest(written, similar));
  }
  const node = { kind: 'fact', type: type ?? 'unknown', name: String(name), path, fallback: null } as const;
  return guard ? { ...node, guard: { ...guard } } : node;
}
