import type { Ledger, LedgerEvent } from '../consent/index.ts';
import { KindredError, ownValue } from '../core/index.ts';
import type { WithdrawnGrant } from '../events/index.ts';

/**
 * The permissions in a ledger that ended by the person's word: those of a purpose that was later withdrawn or refused, for whom it was
 * granted or for the site itself. A word about everybody ends no permission that the site has in its own name: the more specific
 * word wins, as in `check`. A permission that was given again later is another one, and stays.
 */
export function endedGrants({ source, events }: Ledger, purposes?: readonly string[]): readonly WithdrawnGrant[] {
  const ended = new Map<string, WithdrawnGrant>();
  // Backwards: who ended what later is known when a permission comes.
  const endings = new Set<string>();
  for (const { id, changes } of events.toReversed()) {
    for (const { purpose, party, decision } of changes.toReversed()) {
      if (decision !== 'granted') endings.add(keyOf(purpose, party));
      else if ([source, party].some((one) => endings.has(keyOf(purpose, one)))) {
        ended.set(keyOf(id, purpose), { grant: id, purpose });
      }
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
 * What the body asks for and the ledger lets be erased; `undefined` where it withdraws nothing of that.
 *
 * @throws KindredError `invalid-input`
 */
export function grantsToErase(ledger: Ledger, body: unknown): readonly WithdrawnGrant[] | undefined {
  const ids = grantIds(ledger);
  if (ownValue(body, 'erase') === true) return ids.map((grant) => ({ grant }));
  const ended = endedGrants(ledger, purposesOf(ownValue(body, 'purposes')));
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
