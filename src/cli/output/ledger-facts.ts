import type { Grant, Ledger } from '../../consent/index.ts';
import { foldLedger } from '../../consent/index.ts';
import { consentHistory, type LedgerProof } from '../../consent/receipts/index.ts';
import { isRecord, ownValue } from '../../core/index.ts';
import { count, counted, time } from './amounts.ts';
import type { Fact } from './facts.ts';

/** A ledger that was found to be whole, and what it is to be told of. */
export interface ProvedLedger {
  readonly path: string;
  /** `ledger`, or the kind of file that it lies in. */
  readonly kind: string;
  readonly ledger: Ledger;
  readonly proof: Extract<LedgerProof, { readonly ok: true }>;
  /** Milliseconds since 1970-01-01 UTC, for what is in force. */
  readonly now: number;
}

const LINES = 40;

/** What people read of a whole ledger. */
export function ledgerFacts({ ledger, proof, kind, now }: ProvedLedger): readonly Fact[] {
  const { events, source, head } = ledger;
  const { allowed, forbidden } = wordsOf(ledger, now);
  const [first, last] = [events[0], events.at(-1)];
  return [
    ['ledger', `${counted(events.length, 'event')} of ${source}: the chain is whole`],
    ...(kind === 'ledger' ? [] : [['in', KINDS[kind] ?? kind] as const]),
    ...(first && last ? [['written', `${timeOf(first.at)} to ${timeOf(last.at)}`] as const] : []),
    ['head', head || 'none'],
    ['signatures', signaturesOf(proof)],
    ['in force', ...listed(isPaused(ledger, now) ? ['nothing: everything is paused'] : allowed.map(describeGrant))],
    ['forbidden', ...listed(forbidden.map(describeGrant))],
  ];
}

/** The same for programs. */
export function ledgerJson({ path, kind, ledger, proof, now }: ProvedLedger): object {
  const { allowed, forbidden } = wordsOf(ledger, now);
  const toJson = ({ purpose, party, decision, degree, at, until }: Grant) => ({
    purpose,
    party,
    decision,
    degree,
    at,
    until: until ?? null,
  });
  const { events, head, signed, isSignatureChecked } = proof;
  return {
    command: 'verify',
    file: path,
    kind,
    source: ledger.source,
    events,
    head,
    signed,
    signaturesChecked: isSignatureChecked,
    paused: isPaused(ledger, now),
    inForce: allowed.map(toJson),
    forbidden: forbidden.map(toJson),
  };
}

/** An event in a few words, also one that is not what it should be: `granted analytics for shop.example, 2026-11-01`. */
export function describeEvent(event: Readonly<Record<string, unknown>>): string {
  const { type, at, changes } = event;
  const list: readonly unknown[] = Array.isArray(changes) ? changes : [];
  const named = list.slice(0, 3).map((change) => `${textIn(change, 'purpose')} for ${textIn(change, 'party')}`);
  const more = list.length > named.length ? ` and ${count(list.length - named.length)} more` : '';
  const when = typeof at === 'number' ? `, ${timeOf(at)}` : '';
  const words = typeof type === 'string' ? type.slice(0, 40) : 'no type';
  // A pause is about nothing in particular.
  return `${[words, ...(named.length > 0 ? [named.join(', ')] : [])].join(' ')}${more}${when}`;
}

function textIn(input: unknown, key: string): string {
  const value = isRecord(input) ? ownValue(input, key) : undefined;
  return typeof value === 'string' ? value.slice(0, 80) : '?';
}

const KINDS: Readonly<Record<string, string>> = {
  'kindred-person': "a person's export",
  'kindred-carried': 'a file that is carried to another shop',
};

function wordsOf({ events }: Ledger, now: number) {
  const words = [...foldLedger(events).values()];
  const isInTime = ({ from, at, until }: Grant) => (from ?? at) <= now && now < (until ?? Number.POSITIVE_INFINITY);
  return {
    allowed: words.filter((grant) => grant.decision === 'granted' && isInTime(grant)),
    forbidden: words.filter(({ decision }) => decision !== 'granted'),
  };
}

function isPaused(ledger: Ledger, now: number): boolean {
  const turns = consentHistory(ledger, { now }).filter(({ state }) => state === 'paused' || state === 'resumed');
  return turns.at(-1)?.state === 'paused';
}

function describeGrant({ purpose, party, decision, degree, at, until }: Grant): string {
  const what = decision === 'granted' ? degree : decision;
  const end = decision === 'granted' && until !== undefined ? `, until ${timeOf(until)}` : '';
  return `${purpose} for ${party === '*' ? 'everybody' : party}: ${what} since ${timeOf(at)}${end}`;
}

function listed(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return ['nothing'];
  const shown = lines.slice(0, LINES);
  return lines.length > shown.length
    ? [...shown, `and ${count(lines.length - shown.length)} more (--json has all)`]
    : shown;
}

function signaturesOf({ signed, events, isSignatureChecked }: ProvedLedger['proof']): string {
  if (signed === 0) return 'none';
  if (isSignatureChecked) return `${count(signed)} of ${count(events)}, all of this key`;
  return `${count(signed)} of ${count(events)}, not checked: give the public key with --key`;
}

const LAST_TIME = 8.64e15;

/** A ledger may claim a time that no calendar has. */
function timeOf(milliseconds: number): string {
  return Math.abs(milliseconds) <= LAST_TIME ? time(milliseconds) : `time ${milliseconds}`;
}
