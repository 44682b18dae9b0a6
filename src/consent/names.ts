import { KindredError } from '../core/at-once.ts';
import { ANY_PARTY, type Grants } from './ledger.ts';
import type { ConsentPolicy } from './policy.ts';
import type { Purpose } from './purpose.ts';

export const EVERY_PURPOSE = '*';

type Named = { readonly id: string };

export const idsOf = (list: readonly Named[]): readonly string[] => list.map(({ id }) => id);

/** @throws KindredError `invalid-purpose` */
export function purposesNamed({ purposes }: ConsentPolicy, named: string): readonly Purpose[] {
  const found = purposes.filter(({ id }) => id === named || named === EVERY_PURPOSE);
  if (found.length === 0) throw unknown('purpose', named, purposes);
  return found;
}

/** @throws KindredError `invalid-party` */
export function needParty({ parties, groups }: ConsentPolicy, source: string, party: string): void {
  if (![source, ANY_PARTY, ...idsOf(parties), ...idsOf(groups)].includes(party)) throw unknown('party', party, parties);
}

/** Whose permissions a withdrawal takes back. For `*` everybody about whom there is a word: the most specific one wins, so each has to be. */
export function partiesOf(grants: Grants, source: string, purpose: string, party: string): readonly string[] {
  if (party !== ANY_PARTY) return [party];
  const named = [...grants.values()].filter((grant) => grant.purpose === purpose);
  return [...new Set([source, ANY_PARTY, ...named.map((grant) => grant.party)])];
}

function unknown(at: 'purpose' | 'party', named: string, known: readonly Named[]): KindredError {
  return new KindredError(
    `invalid-${at}`,
    `There is no ${at} "${named}". There are: ${idsOf(known).join(', ') || 'none'}.`,
    { at },
  );
}
