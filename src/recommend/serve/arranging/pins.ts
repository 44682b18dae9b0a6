import { isRecord } from '../../../core/index.ts';
import type { Candidate } from '../list.ts';

/** Pinned items, and for which places. */
export interface Pins {
  readonly pinned: readonly Candidate[];
  /** Puts them on a list: the others fill the places between them. */
  place(others: readonly Candidate[]): readonly Candidate[];
}

/**
 * Reads pins, which may be anything. `candidateOf` gives the candidate that a pinned item is, `undefined` where it may not be on
 * the list. Names in `ignored` what is no pin.
 */
export function readPins(
  given: unknown,
  count: number,
  candidateOf: (item: string) => Candidate | undefined,
  ignored: string[],
): Pins {
  const placed = new Map<string, { readonly candidate: Candidate; readonly position: number }>();
  (Array.isArray(given) ? given : []).forEach((pin: unknown, n) => {
    const { item, position = 0 }: Readonly<Record<string, unknown>> = isRecord(pin) ? pin : { item: pin };
    const isPin = typeof item === 'string' && item !== '' && Number.isSafeInteger(position) && Number(position) >= 0;
    if (!isPin) ignored.push(`/pins/${n}`);
    else if (!placed.has(item) && placed.size < count) {
      const candidate = candidateOf(item);
      if (candidate) placed.set(item, { candidate, position: Number(position) });
    }
  });
  const pins = [...placed.values()];
  return { pinned: pins.map(({ candidate }) => candidate), place: (others) => placePins(pins, others) };
}

/** Those with a position first, the others to the first free places; a list has no gaps. */
function placePins(
  pins: readonly { readonly candidate: Candidate; readonly position: number }[],
  others: readonly Candidate[],
): readonly Candidate[] {
  const length = pins.length + others.length;
  const places = new Map<number, Candidate>();
  const put = (candidate: Candidate, from: number): void => {
    let place = Math.min(from, length - 1);
    while (places.has(place)) place = (place + 1) % length;
    places.set(place, candidate);
  };
  for (const { candidate, position } of pins) if (position > 0) put(candidate, position - 1);
  for (const { candidate, position } of pins) if (position === 0) put(candidate, 0);
  const rest = others.values();
  return Array.from({ length }, (_, place) => places.get(place) ?? rest.next().value).filter(
    (candidate) => candidate !== undefined,
  );
}
