import { type Degree, includesDegree, type Ledger, type LedgerEvent } from '../consent/index.ts';
import { KindredError, ownValue } from '../core/index.ts';
import type { WithdrawnGrant } from '../events/index.ts';

/** What is asked of a ledger. */
export interface EndedOptions {
  /** Milliseconds since 1970-01-01 UTC: what was given until then has ended. */
  readonly now: number;
  /** Only permissions of these purposes. */
  readonly purposes?: readonly string[] | undefined;
}

/**
 * The permissions in a ledger that ended: their time is over, or the person later withdrew, refused or lowered them, for whom they were
 * granted or for the site itself. A word about everybody ends no permission that the site has in its own name: the more specific
 * word wins, as in `check`. A permission that was given again later is another one, and stays.
 */
export function endedGrants({ source, events }: Ledger, { now, purposes }: EndedOptions): readonly WithdrawnGrant[] {
  const ended = new Map<string, WithdrawnGrant>();
  // Backwards: how low the person went later is known when a permission comes.
  const lowest = new Map<string, Degree>();
  for (const { id, changes } of events.toReversed()) {
    for (const { purpose, party, degree, until = Number.POSITIVE_INFINITY } of changes.toReversed()) {
      const later = [source, party].flatMap((one) => lowest.get(keyOf(purpose, one)) ?? []);
      const isLowered = later.some((low) => !includesDegree(low, degree));
      if (degree !== 'none' && (until <= now || isLowered)) ended.set(keyOf(id, purpose), { grant: id, purpose });
      const own = lowest.get(keyOf(purpose, party)) ?? degree;
      lowest.set(keyOf(purpose, party), includesDegree(own, degree) ? degree : own);
    }
  }
  return [...ended.values()].filter(({ purpose = '' }) => purposes === undefined || purposes.includes(purpose));
}

/** The ids of all acts in a ledger by which events may have been allowed. */
export function grantIds({ events }: Ledger): readonly string[] {
  const allows = ({ changes }: LedgerEvent) => changes.some(({ decision }) => decision === 'granted');
  return events.filter(allows).map(({ id }) => id);
}

/**
 * What the body asks for and the ledger lets be erased; `undefined` where nothing of that has ended.
 *
 * @throws KindredError `invalid-input`
 */
export function grantsToErase(ledger: Ledger, body: unknown, now: number): readonly WithdrawnGrant[] | undefined {
  const ids = grantIds(ledger);
  if (ownValue(body, 'erase') === true) return ids.map((grant) => ({ grant }));
  const ended = endedGrants(ledger, { now, purposes: purposesOf(ownValue(body, 'purposes')) });
  // Who has never allowed anything has nothing to prove, and there is nothing to erase.
  return ended.length === 0 && ids.length > 0 ? undefined : ended;
}

function purposesOf(input: unknown): readonly string[] | undefined {
  if (input === undefined || input === null) return undefined;
  const isText = (value: unknown) => typeof value === 'string';
  if (Array.isArray(input) && input.every(isText)) return input;
  throw new KindredError('invalid-input', '/purposes is not a list of purposes.', { at: '/purposes' });
}

function keyOf(one: string, other: string): string {
  return JSON.stringify([one, other]);
}
