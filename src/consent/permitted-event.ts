import type { KindredEvent } from '../events/index.ts';
import type { Consent } from './consent.ts';
import { includesDegree } from './degree.ts';
import { categoryOf } from './field-degrees.ts';
import type { Need } from './need.ts';
import type { Pseudonyms } from './pseudonym.ts';
import { redactEvent } from './redact.ts';

const DAY_MS = 86_400_000;

/** The event as it may leave under the grant of its first need, which it names. */
export function permitted(
  consent: Consent,
  [need]: readonly Need[],
  event: KindredEvent,
  pseudonyms: Pick<Pseudonyms, 'of'> | undefined,
): KindredEvent | undefined {
  const { allow = false, degree = 'none', grant } = need ? consent.check(need) : {};
  const { scope, tags } = grant ?? {};
  const party = need?.party ?? consent.source;
  const isOther = party !== consent.source;
  if (!allow || (isOther && !pseudonyms)) return undefined;
  if (scope?.data && !scope.data.includes(categoryOf(event.type, event.event))) return undefined;
  const pseudonym = isOther && pseudonyms ? (id: string) => pseudonyms.of(party, id) : undefined;
  const redacted = redactEvent(event, degree, {
    isCoarse: scope?.precision === 'coarse',
    ...(pseudonym && { pseudonym }),
  });
  if (!redacted) return undefined;
  const isSomebody = includesDegree(degree, 'pseudonymous');
  const kindred = {
    ...redacted.context?.kindred,
    degree,
    ...(need && { purpose: need.purpose }),
    notice: consent.policy.version,
    // The act of permission is one person's: at `anonymous` its id would tell who this is.
    ...(grant && isSomebody && { grant: pseudonym?.(grant.event) ?? grant.event }),
    ...(tags && isSomebody && { tags }),
    ...(scope?.retentionDays !== undefined && { until: Date.parse(redacted.timestamp) + scope.retentionDays * DAY_MS }),
  };
  return { ...redacted, context: { ...redacted.context, kindred } };
}
