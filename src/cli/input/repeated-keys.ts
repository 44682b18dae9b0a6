import { pointerTo } from '../../core/index.ts';
import { placesAt, type TextPlace, tokensOf } from './json-places.ts';

/** A key that its object has already, and where it is written again. */
export interface RepeatedKey extends TextPlace {
  readonly key: string;
  /** The JSON Pointer of both. */
  readonly at: string;
}

interface Container {
  /** Nothing in a list. */
  readonly keys: Set<string> | undefined;
  /** The key or the place of what is read now. */
  step: string | number | undefined;
}

// Whoever repeats more need not be told of all.
const MOST = 100;

/**
 * Keys that an object of a JSON text has twice (RFC 8259, section 4, only says that they should not): parsers keep the last one, and what
 * the others say is lost without a word. The text was parsed before, so it is JSON.
 */
export function repeatedKeysIn(text: string): readonly RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const containers: Container[] = [];
  const placeAt = placesAt(text);
  for (const { token, index } of tokensOf(text)) {
    const container = containers.at(-1);
    if (token === ']' || token === '}') containers.pop();
    else if (token === ',') advance(container);
    else if (container?.keys && container.step === undefined) {
      const key = String(JSON.parse(token));
      container.step = key;
      if (container.keys.has(key)) found.push({ key, at: pointerOf(containers), ...placeAt(index) });
      if (found.length >= MOST) break;
      container.keys.add(key);
    } else if (token === '[') containers.push({ keys: undefined, step: 0 });
    else if (token === '{') containers.push({ keys: new Set(), step: undefined });
  }
  return found;
}

function advance(container: Container | undefined): void {
  if (container) container.step = typeof container.step === 'number' ? container.step + 1 : undefined;
}

function pointerOf(containers: readonly Container[]): string {
  return containers.reduce((at, { step = '' }) => pointerTo(at, step), '');
}
