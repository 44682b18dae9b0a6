import { definePolicy } from '../../consent/index.ts';
import { isKindredError, isRecord, KindredError } from '../../core/index.ts';
import { definePlacements } from '../../personalize/index.ts';
import { analyseRules } from '../../rules/analysis/index.ts';
import { defineRules } from '../../rules/index.ts';
import { lintPolicy } from '../../ui/linter/index.ts';
import type { JsonText } from '../input/json-file.ts';
import { placesIn } from '../input/json-places.ts';
import { type RepeatedKey, repeatedKeysIn } from '../input/repeated-keys.ts';
import type { Checked, Finding } from '../output/findings.ts';
import type { Declarations } from './declarations.ts';

/** What rules are held against. */
export interface RuleCheck extends Declarations {
  /** Milliseconds since 1970, for schedules that are over. */
  readonly now: number;
}

/**
 * Checks what a JSON file says: rules, or a policy.
 *
 * @throws KindredError `invalid-input` for a file that is neither
 */
export function checkJson({ value, text }: JsonText, target: string, check: RuleCheck): Checked {
  const { kind, findings } = judge(value, target, check);
  const places = placesIn(
    text,
    findings.map(({ at }) => at),
  );
  const placed = findings.map((finding) => ({ ...finding, ...places.get(finding.at) }));
  return { kind, target, findings: [...repeatedKeysIn(text).map(toFinding), ...placed] };
}

function toFinding({ key, at, line, column }: RepeatedKey): Finding {
  const message = `The key "${key}" is there twice: the last one counts, and the one before is lost.`;
  return { severity: 'error', rule: 'repeated-key', at, message, remedy: 'Remove one, or rename it.', line, column };
}

function judge(input: unknown, target: string, check: RuleCheck): Omit<Checked, 'target'> {
  // A list is one of purposes, as `createKindred` takes them.
  if (Array.isArray(input)) return { kind: 'policy', findings: checkPolicy({ purposes: input }) };
  const has = (key: string) => isRecord(input) && Object.hasOwn(input, key);
  if (has('purposes')) return { kind: 'policy', findings: checkPolicy(input) };
  if (has('rules') || has('placements')) return { kind: 'rules', findings: checkRules(input, check) };
  const message = `${target} is neither a rules file, which has "rules" or "placements", nor a policy, which has "purposes".`;
  throw new KindredError('invalid-input', message, { at: target });
}

function checkPolicy(input: unknown): readonly Finding[] {
  try {
    return lintPolicy(definePolicy(input));
  } catch (error) {
    if (!isKindredError(error)) throw error;
    return [{ severity: 'error', rule: error.code, at: error.at ?? '', message: error.message }];
  }
}

function checkRules(input: unknown, { facts, events, ...check }: RuleCheck): readonly Finding[] {
  const known = { ...(facts && { facts }), ...(events && { events }) };
  const isOlderForm = isRecord(input) && Object.hasOwn(input, 'placements');
  const load = (file: unknown) => (isOlderForm ? definePlacements(file, known) : defineRules(file, known));
  return analyseRules(input, { ...known, ...check, load }).map(({ code, severity, at, message, remedy }) => ({
    severity,
    rule: code,
    at,
    message,
    remedy,
  }));
}
