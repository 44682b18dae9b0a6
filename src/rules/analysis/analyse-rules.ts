import type { FactTypes } from '../condition/facts.ts';
import type { EventTypes } from '../condition/parser.ts';
import { defineRules } from '../rule-set/define-rules.ts';
import { judgeDuplicates } from './duplicates.ts';
import type { Finding } from './finding.ts';
import { type Load, loadFaults } from './load-faults.ts';
import { faultOf, type JudgedRule, type Model, modelOf } from './model.ts';
import { judgePermissions } from './permissions.ts';
import { judgeSchedules } from './schedules.ts';
import { judgeFallbacks, judgeShadows } from './shadowing.ts';
import { judgeUnused } from './unused.ts';
import { judgeVerdicts } from './verdicts.ts';
import { judgeWindows } from './windows.ts';

/** What is known of the place where the rules will run. What is not given is not judged. */
export interface AnalysisOptions {
  /** The facts that exist, with the permissions that they need. Without it any path is accepted. */
  readonly facts?: FactTypes;
  /** The events that exist, with the permissions that they need. Without it any name is accepted. */
  readonly events?: EventTypes;
  /** How long events are kept, in milliseconds. */
  readonly retentionMs?: number;
  /** The purposes that are permitted wherever the rules run. What needs another one must be asked for with "consent". */
  readonly permissions?: readonly string[];
  /** Now, in milliseconds since 1970, for schedules that are over. */
  readonly now?: number;
  /** Loads the file, and throws what is wrong with it: `defineRules`, if not given; for placements, give `definePlacements`. */
  readonly load?: Load;
}

/**
 * Reads a rules file without running it, and says what is wrong with it or of no use. Both forms are read: rule sets, and
 * placements, each of which is a group that matches first. The findings are in the order in which they stand in the file.
 *
 * What it says is proved (that a rule never holds, or never wins, is so on all facts, events, clocks and permissions); what it
 * does not say may still be so.
 *
 * @example
 * ```ts
 * import { analyseRules } from 'kindred/rules/analysis';
 *
 * const [finding] = analyseRules({
 *   version: 1,
 *   rules: [{ id: 'tea', when: { and: [{ '>': [{ var: 'cart.value' }, 50] }, { '<': [{ var: 'cart.value' }, 20] }] } }],
 * });
 * console.log(finding?.code, finding?.at); // 'never-holds' '/rules/0/when'
 * ```
 */
export function analyseRules(file: unknown, options: AnalysisOptions = {}): readonly Finding[] {
  const { facts, events, retentionMs, permissions = [], now } = options;
  const known = { ...(facts && { facts }), ...(events && { events }) };
  const model = readModel(file, known);
  if ('fault' in model) return [model.fault];
  const { load = model.outline.form === 'rules' ? (rest) => defineRules(rest, known) : undefined } = options;
  const faults = [...model.faults, ...(load ? loadFaults(file, load, model.faults) : [])];
  const judgements = judge(sound(model, faults), { permissions, retentionMs, now });
  return inFileOrder([...faults, ...judgements]);
}

/** The file without the rules that do not load: who knows what they are meant to be. */
function sound(model: Model, faults: readonly Finding[]): Model {
  const places = faults.map(({ at }) => at);
  const isFaulty = ({ at }: JudgedRule) => places.some((place) => place === at || place.startsWith(`${at}/`));
  return places.length > 0 ? { ...model, rules: model.rules.filter((rule) => !isFaulty(rule)) } : model;
}

interface Surroundings {
  readonly permissions: readonly string[];
  readonly retentionMs: number | undefined;
  readonly now: number | undefined;
}

function judge(model: Model, { permissions, retentionMs, now }: Surroundings): readonly Finding[] {
  const verdicts = judgeVerdicts(model);
  const never = new Set(verdicts.filter(({ code }) => code !== 'always-holds').map(({ at }) => at));
  const shadows = judgeShadows(model).filter(({ at }) => !never.has(at) && !never.has(`${at}/when`));
  const isTold = new Set(shadows.map(({ at }) => at));
  return [
    ...verdicts,
    ...shadows,
    ...judgeFallbacks(model),
    ...judgeDuplicates(model, ({ at }) => isTold.has(at)),
    ...judgeSchedules(model, now),
    ...judgePermissions(model, permissions),
    ...(retentionMs === undefined ? [] : judgeWindows(model, retentionMs)),
    ...judgeUnused(model),
  ];
}

function readModel(file: unknown, options: Parameters<typeof modelOf>[1]): Model | { readonly fault: Finding } {
  try {
    return modelOf(file, options);
  } catch (error) {
    // It is no JSON at all, or far too large.
    return { fault: faultOf(error) };
  }
}

/** By the place, numbers by their size: rule 2 before rule 10. */
function inFileOrder(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ at }: Finding) => at.replace(/\d+/g, (number) => number.padStart(8, '0'));
  const keyed = findings.map((finding) => [keyOf(finding), finding] as const);
  return Object.freeze(keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, finding]) => finding));
}
