import { isRecord } from '../core/at-once.ts';
import type { KindredEvent } from '../events/index.ts';
import { type Degree, includesDegree } from './degree.ts';
import { type Coarsening, FIELD_DEGREES, type FieldRule, type FieldRules } from './field-degrees.ts';

/** The terms on which an event leaves. */
export interface RedactOptions {
  /** Coarsened as at `anonymous`, whatever the degree: times by the hour, prices by the band, no free text. */
  readonly isCoarse?: boolean;
  /** Ids as one party knows them. Without it they leave as they are: the shop's own. */
  readonly pseudonym?: (id: string) => string;
}

interface Terms extends RedactOptions {
  readonly degree: Degree;
  /** What must not leave in any field, because it tells who this is. */
  readonly secrets: readonly string[];
}

/** Types that are about who somebody is: below `identified` there is nothing in them to send. */
const IDENTIFYING_TYPES: readonly string[] = ['identify', 'group', 'alias'];
const ID_FIELDS = ['userId', 'groupId', 'previousId'] as const;
const MAX_DEPTH = 12;

/**
 * The event as it may leave at a degree, or `undefined` when it may not leave at all; a new object. Nothing leaves below `anonymous`. There no id
 * leaves, times are cut to the hour, prices to a band, and free text stays behind; at `pseudonymous` the user id, the group and
 * the traits stay. An id that somebody wrote into another field stays behind with that field.
 *
 * @example
 * ```ts
 * import { redactEvent } from 'kindred/consent';
 *
 * const event = { type: 'track', event: 'Product Viewed', messageId: 'm1', timestamp: '2026-01-01T10:20:30.000Z' } as const;
 * redactEvent({ ...event, anonymousId: 'a1', userId: 'u1' }, 'pseudonymous'); // without userId
 * redactEvent({ ...event, anonymousId: 'a1' }, 'anonymous'); // at 10:00, without anonymousId
 * redactEvent(event, 'on-device'); // undefined
 * ```
 */
export function redactEvent(
  event: KindredEvent,
  degree: Degree,
  options: RedactOptions = {},
): KindredEvent | undefined {
  if (!includesDegree(degree, 'anonymous')) return undefined;
  if (degree !== 'identified' && IDENTIFYING_TYPES.includes(event.type)) return undefined;
  if (degree === 'identified' && !options.isCoarse && !options.pseudonym) return event;
  // What is exact, or free text, would let two parties join what they know under different pseudonyms.
  const isCoarse = options.isCoarse || (options.pseudonym !== undefined && degree !== 'identified');
  const terms = { ...options, isCoarse, degree, secrets: secretsOf(event, degree, options) };
  const { type, messageId, timestamp, ...rest } = event;
  return {
    ...fieldsOf(rest, FIELD_DEGREES, terms, 0),
    type,
    // Every event needs an id to be stored once: where no id may leave it is one of this sending alone.
    messageId: options.pseudonym?.(messageId) ?? messageId,
    timestamp: isExact(terms) ? timestamp : hourOf(timestamp),
  };
}

/** At `anonymous` even the device's own ids are secrets. A message id is random and of this event alone. */
function secretsOf(event: KindredEvent, degree: Degree, { pseudonym }: RedactOptions): readonly string[] {
  if (degree === 'identified') return [];
  const named = ID_FIELDS.map((field) => event[field]);
  const isOwn = degree === 'pseudonymous' && !pseudonym;
  const { session, grant } = event.context?.kindred ?? {};
  const own = isOwn ? [] : [event.anonymousId, session, grant];
  return [...named, ...own].flatMap((id) => (typeof id === 'string' && id !== '' ? id.toLowerCase() : []));
}

const isExact = ({ degree, isCoarse }: Terms) => !isCoarse && degree !== 'anonymous';

function fieldsOf(input: unknown, rules: FieldRules, terms: Terms, depth: number): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  if (!isRecord(input) || depth > MAX_DEPTH) return kept;
  for (const key of Object.keys(input)) {
    const rule = Object.hasOwn(rules, key) && key !== '' ? rules[key] : rules[''];
    const value = rule && valueAt(input[key], rule, terms, depth);
    if (value !== undefined && !tells(key, terms)) setOwn(kept, key, value);
  }
  return kept;
}

/** A key may be named as it likes. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function valueAt(value: unknown, rule: FieldRule, terms: Terms, depth: number): unknown {
  const { degree, coarse, fields, each, isPairwise } = rule;
  if (fields) return isRecord(value) ? fieldsOf(value, fields, terms, depth + 1) : undefined;
  if (each) {
    return Array.isArray(value) ? value.map((item) => fieldsOf(item, each, terms, depth + 1)) : undefined;
  }
  const isAllowed = includesDegree(terms.degree, degree);
  if (isPairwise) return isAllowed && typeof value === 'string' ? (terms.pseudonym?.(value) ?? value) : undefined;
  if (coarse && (!isAllowed || !isExact(terms))) return coarsened(coarse, value);
  // Where precision is limited, what is allowed only because it may tell people apart stays behind: free text is of that kind.
  if (!isAllowed || (terms.isCoarse && degree !== 'anonymous')) return undefined;
  if (degree === 'anonymous' && !isPlain(value) && !isExact(terms)) return undefined;
  return tells(value, terms) ? undefined : value;
}

/** At `anonymous` a named field must be what its name says, a short word or a number, and not a hiding place. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= 100 : typeof value === 'number' || typeof value === 'boolean';
}

/** Whether a secret stands in it, at whatever depth, in whatever case, also percent-encoded as in addresses. */
function tells(value: unknown, { secrets }: Terms): boolean {
  if (secrets.length === 0 || value === null || value === undefined) return false;
  const text = (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase();
  const isInside = (where: string, secret: string) =>
    where.includes(secret) || where.includes(JSON.stringify(secret).slice(1, -1));
  return secrets.some((secret) => isInside(text, secret) || (text.includes('%') && isInside(decoded(text), secret)));
}

/** What cannot be decoded as a whole is decoded letter by letter. */
function decoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/g, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function coarsened(kind: Coarsening, value: unknown): string | number | undefined {
  switch (kind) {
    case 'hour':
      return typeof value === 'string' ? hourOf(value) : undefined;
    case 'band':
      return typeof value === 'number' && Number.isFinite(value) ? bandOf(value) : undefined;
    case 'language':
      return typeof value === 'string' ? /^[a-z]{2,3}(?=$|-)/i.exec(value)?.[0] : undefined;
  }
}

/** What is not a time must not carry anything else out: it becomes the beginning of time. */
function hourOf(timestamp: string): string {
  const time = Date.parse(timestamp);
  return Number.isFinite(time) ? `${new Date(time).toISOString().slice(0, 13)}:00:00.000Z` : '1970-01-01T00:00:00.000Z';
}

/** The lower end of the band 1, 2, 5, 10, 20, 50, …; 0 for what is below 1. */
function bandOf(amount: number): number {
  if (amount < 0) return -bandOf(-amount);
  if (amount < 1) return 0;
  const power = 10 ** Math.floor(Math.log10(amount));
  return ([5, 2].find((step) => amount >= step * power) ?? 1) * power;
}
