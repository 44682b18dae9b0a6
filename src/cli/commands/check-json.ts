import { definePolicy } from '../../consent/index.ts';
import { isKindredError, isRecord, KindredError } from '../../core/index.ts';
import { definePlacements, type Placements } from '../../personalize/index.ts';
import { lintPolicy } from '../../ui/linter/index.ts';
import type { Checked, Finding } from '../output/findings.ts';

// Enough to work with; after so many a person starts over.
const MOST_FAULTS = 100;

/**
 * Checks what a JSON file says: rules, or a policy.
 *
 * @throws KindredError `invalid-input` for a file that is neither
 */
export function checkJson(input: unknown, target: string): Checked {
  // A list is one of purposes, as `createKindred` takes them.
  if (Array.isArray(input)) return { kind: 'policy', target, findings: checkPolicy({ purposes: input }) };
  if (isRecord(input) && Object.hasOwn(input, 'purposes'))
    return { kind: 'policy', target, findings: checkPolicy(input) };
  if (isRecord(input) && Object.hasOwn(input, 'placements'))
    return { kind: 'rules', target, findings: checkRules(input) };
  const message = `${target} is neither a rules file, which has "placements", nor a policy, which has "purposes".`;
  throw new KindredError('invalid-input', message, { at: target });
}

function checkPolicy(input: unknown): readonly Finding[] {
  const policy = attempt(() => definePolicy(input));
  return 'fault' in policy ? [findingOf(policy.fault)] : lintPolicy(policy.value);
}

/** Loading stops at the first fault; so each is taken out, and the rest is loaded again. */
function checkRules(input: Readonly<Record<string, unknown>>): readonly Finding[] {
  const found: Finding[] = [];
  for (let file: unknown = structuredClone(input); found.length < MOST_FAULTS; ) {
    const rules = attempt(() => definePlacements(file));
    if ('value' in rules) return [...found, ...(found.length > 0 ? [] : findUnreachable(rules.value))];
    found.push(findingOf(rules.fault));
    const rest = without(file, rules.fault.at ?? '');
    if (rest === undefined) return found;
    file = rest;
  }
  return found;
}

type Attempt<Value> = { readonly value: Value } | { readonly fault: KindredError };

function attempt<Value>(define: () => Value): Attempt<Value> {
  try {
    return { value: define() };
  } catch (error) {
    if (isKindredError(error)) return { fault: error };
    throw error;
  }
}

function findingOf({ code, at = '', message }: KindredError): Finding {
  return { severity: 'error', rule: code, at, message };
}

/** The file with the faulty candidate or placement replaced by one that is in order; `undefined` where the fault lies deeper. */
function without(file: unknown, at: string): unknown {
  const [, top, name, candidates, index] = at
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (!isRecord(file) || top !== 'placements' || name === undefined || !isRecord(file.placements)) return undefined;
  const placement = file.placements[name];
  const list: unknown = isRecord(placement) ? placement.candidates : undefined;
  const isInCandidate = candidates === 'candidates' && index !== undefined && Array.isArray(list);
  const mended = isInCandidate
    ? {
        ...(isRecord(placement) && placement),
        candidates: list.map((each, i) => (i === Number(index) ? stub(index) : each)),
      }
    : { candidates: [] };
  return { ...file, placements: { ...file.placements, [name]: mended } };
}

function stub(index: string): object {
  return { id: `\u0000${index}`, when: true, content: null };
}

/** What stands behind a candidate for everyone is never shown. */
function findUnreachable({ placements }: Placements): readonly Finding[] {
  return Object.entries(placements).flatMap(([name, { candidates, fallback }]): readonly Finding[] => {
    const always = candidates.findIndex(({ condition: { root } }) => root.kind === 'literal' && root.value === true);
    const first = candidates[always];
    if (!first) return [];
    const behind = candidates.slice(always + 1).map(({ id }) => `"${id}"`);
    const hidden = [...behind, ...(fallback ? ['the fallback'] : [])];
    return hidden.map((who) => ({
      severity: 'warning',
      rule: 'unreachable',
      at: `/placements/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: `${who} is never shown: "${first.id}" comes first, for everyone.`,
      remedy: 'Give it a higher priority, or the other one a condition.',
    }));
  });
}
