import { isRecord, ownValue } from '../../core/index.ts';
import { EVENT_TYPES } from '../../events/index.ts';
import type { Line, Row } from './line.ts';

/**
 * Events of Segment's specification as rows. The events that say "this person wants this item" give one row per product:
 * its columns are the event's properties, the product's own, and
 *
 * - `user`: `userId`, else `anonymousId`
 * - `item`: the product's `product_id`, else its `sku`
 * - `time`: `timestamp`, else `receivedAt`, else `sentAt`
 * - `event`, `type`: the event's
 *
 * A field that is empty counts as missing. A weight is never guessed: a product's is in kilograms.
 *
 * All other events (page views, lists that were merely shown, products removed) are counted and left out.
 */
const INTERACTION_EVENTS: ReadonlySet<unknown> = new Set([
  'Product Viewed',
  'Product Added',
  'Product Added to Wishlist',
  'Product Reviewed',
  'Order Completed',
]);

/** The columns that every event's row has. */
export const EVENT_COLUMNS: readonly string[] = ['user', 'item', 'time', 'event', 'type'];

const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES);
const ENVELOPE_FIELDS = ['messageId', 'anonymousId', 'userId', 'properties'] as const;

/** Whether a line is an event rather than a plain row: it has a known `type`, and a field that only events have. */
export function isEvent(value: unknown): value is Row {
  return (
    isRecord(value) &&
    TYPES.has(ownValue(value, 'type')) &&
    ENVELOPE_FIELDS.some((field) => ownValue(value, field) !== undefined)
  );
}

export function expandEvent(line: number, event: Row): readonly Line[] {
  const properties = ownValue(event, 'properties');
  if (!INTERACTION_EVENTS.has(ownValue(event, 'event')) || !isRecord(properties)) return [{ kind: 'other', line }];
  const { products, ...shared } = properties;
  if (products === undefined) return [productRow(line, event, shared, {})];
  if (!Array.isArray(products)) return [{ kind: 'broken', line, why: '"properties.products" is not a list' }];
  if (products.length === 0) return [{ kind: 'other', line }];
  return products.map((product: unknown) => productRow(line, event, shared, isRecord(product) ? product : {}));
}

function productRow(line: number, event: Row, shared: Row, product: Row): Line {
  const row = {
    ...shared,
    ...product,
    event: ownValue(event, 'event'),
    type: ownValue(event, 'type'),
    user: filled(event, 'userId') ?? filled(event, 'anonymousId'),
    item: productId(product) ?? productId(shared),
    time: filled(event, 'timestamp') ?? filled(event, 'receivedAt') ?? filled(event, 'sentAt'),
  };
  return { kind: 'row', line, row, isEvent: true };
}

function productId(product: Row): unknown {
  return filled(product, 'product_id') ?? filled(product, 'sku');
}

/** A field's value; an empty text is none, so that the next field is asked. */
function filled(fields: Row, name: string): unknown {
  const value = ownValue(fields, name);
  return typeof value === 'string' && value.trim() === '' ? undefined : value;
}
