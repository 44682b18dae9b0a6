import { type Is, isFormed, isListOf, isOneOf, isString, isUnsetOr } from '../core/index.ts';
import { isDegree } from './degree.ts';
import { DECISIONS, type GrantChange, LEDGER_EVENT_TYPES, type LedgerEvent } from './ledger.ts';
import { isScope } from './scope.ts';

/** What a date can tell (ECMA-262, 21.4.1.1). */
const isTime: Is<number> = (value): value is number => typeof value === 'number' && Math.abs(value) <= 8.64e15;

const isChangeFormed = /* @__PURE__ */ isFormed<GrantChange>(() => ({
  purpose: isString,
  party: isString,
  decision: isOneOf(DECISIONS),
  degree: isDegree,
  basis: isUnsetOr(isOneOf(['consent', 'default'])),
  scope: isUnsetOr(isScope),
  from: isUnsetOr(isTime),
  until: isUnsetOr(isTime),
  review: isUnsetOr(isTime),
  tags: isUnsetOr(isListOf(isString)),
  version: isUnsetOr(isString),
  members: isUnsetOr(isListOf(isString)),
}));

/** Only a grant grants: a refusal that claims a degree is a forgery. */
const isChange: Is<GrantChange> = (value): value is GrantChange =>
  isChangeFormed(value) && (value.decision === 'granted') === (value.degree !== 'none');

/** Whether a value has the form of an event; what it follows is another question. */
export const isLedgerEvent: Is<LedgerEvent> = /* @__PURE__ */ isFormed<LedgerEvent>(() => ({
  v: (value): value is 1 => value === 1,
  seq: (value): value is number => typeof value === 'number',
  id: isString,
  at: isTime,
  type: isOneOf(LEDGER_EVENT_TYPES),
  actor: (value): value is 'person' => value === 'person',
  changes: isListOf(isChange),
  notice: isString,
  signals: isUnsetOr(isListOf(isString)),
  prev: isString,
  sig: isUnsetOr(isString),
}));
