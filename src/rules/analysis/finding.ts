/** Everything that the analysis can find. The list is closed. */
export const FINDING_CODES = [
  'always-holds',
  'duplicate',
  'invalid-rule',
  'never-holds',
  'not-compared',
  'shadowed',
  'unpermitted-fact',
  'unreachable',
  'unused',
  'window-longer-than-retention',
] as const;

/**
 * - `invalid-rule`: it does not load, and the whole file with it;
 * - `never-holds`: a condition, or a part of one, that no facts can meet;
 * - `always-holds`: a condition, or a part of one, that everybody meets of whom enough is known;
 * - `not-compared`: from this rule on nobody looked whether one is shadowed, as there are too many alike;
 * - `shadowed`: wherever the rule holds, one before it in the same place holds too;
 * - `unreachable`: nobody can get it: a rule for everyone comes first, its time is over, its segment never holds;
 * - `duplicate`: another rule of the same place asks the same;
 * - `unpermitted-fact`: it reads what needs a permission that is not among those given, and does not ask for it;
 * - `window-longer-than-retention`: it looks further back than events are kept;
 * - `unused`: nothing uses this segment, score, group or holdout.
 */
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something that was found in a rules file without running it. */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: it cannot be meant so. `warning`: it may be meant so. */
  readonly severity: 'error' | 'warning';
  /** The id of the rule, or candidate, that it is about. */
  readonly rule?: string;
  /** JSON Pointer (RFC 6901) of the place in the file. */
  readonly at: string;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

const SEVERITIES: Readonly<Record<FindingCode, Finding['severity']>> = {
  'always-holds': 'warning',
  duplicate: 'warning',
  'invalid-rule': 'error',
  'never-holds': 'error',
  'not-compared': 'warning',
  shadowed: 'warning',
  'unpermitted-fact': 'warning',
  unreachable: 'warning',
  unused: 'warning',
  'window-longer-than-retention': 'warning',
};

/** A finding about a place; its severity goes with its code. */
export function found(
  code: FindingCode,
  { at, rule }: { readonly at: string; readonly rule?: string },
  message: string,
  remedy: string,
): Finding {
  return Object.freeze({
    code,
    severity: SEVERITIES[code],
    ...(rule !== undefined && { rule }),
    at,
    message,
    remedy,
  });
}
