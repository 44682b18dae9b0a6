import { isRecord, isString } from '../core/index.ts';
import type { KindredEvent, Properties } from '../events/index.ts';
import type { HistoryEvent } from '../rules/index.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { isNumber, isScalar, type Scalar } from './scalar.ts';

/** What conditions can ask of something that was done: its name, its time and its plain properties. */
export type PastEvent = HistoryEvent;

/** What of an event is kept. Its products, where it lists several, are kept as `product_ids` and `categories`. */
export function pastEventOf(event: KindredEvent, name: string, at: number): PastEvent {
  return { id: event.messageId, name: cut(name), at, properties: plainProperties(event.properties ?? {}) };
}

/** The newest of the events, in the order of their times: one comes to those that are in order. */
export function newestPastEvents(events: readonly PastEvent[], event: PastEvent): readonly PastEvent[] {
  const all = [...events, event];
  if (event.at < (events.at(-1)?.at ?? event.at)) all.sort((one, other) => one.at - other.at);
  // Late or not, it is the oldest that leaves.
  if (all.length > PROFILE_LIMITS.history) all.shift();
  return all;
}

/** Whether an event was about an item, or a category. */
export function isAbout({ properties }: PastEvent, key: 'product_id' | 'category', value: unknown): boolean {
  const list = properties[key === 'category' ? 'categories' : 'product_ids'];
  return properties[key] === value || (key === 'product_id' && properties.sku === value) || isIn(value, list);
}

export function isPastEvent(value: unknown): value is PastEvent {
  return (
    isRecord(value) && isString(value.id) && isString(value.name) && isNumber(value.at) && isRecord(value.properties)
  );
}

function plainProperties(properties: Properties): PastEvent['properties'] {
  const kept = Object.entries(properties)
    .filter((entry): entry is [string, Scalar] => isScalar(entry[1]))
    .slice(0, PROFILE_LIMITS.historyProperties)
    .map(([name, value]): [string, unknown] => [cut(name), typeof value === 'string' ? cut(value) : value]);
  // fromEntries defines own properties, also for "__proto__".
  return Object.fromEntries([...kept, ...productLists(properties)]);
}

function productLists({ products }: Properties): readonly [string, readonly string[]][] {
  if (!Array.isArray(products)) return [];
  const texts = (...names: readonly string[]) =>
    products
      .slice(0, PROFILE_LIMITS.cart)
      .flatMap((product: unknown) => {
        const found = isRecord(product) ? names.map((name) => product[name]) : [];
        return found.filter((value) => typeof value === 'string').slice(0, 1);
      })
      .map(cut);
  return [
    ['product_ids', texts('product_id', 'sku')],
    ['categories', [...new Set(texts('category'))]],
  ];
}

function isIn(value: unknown, list: unknown): boolean {
  return Array.isArray(list) && list.includes(value);
}

function cut(text: string): string {
  return text.slice(0, PROFILE_LIMITS.textLength);
}
