import { isRecord, KindredError } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import type { Destination, Destinations, DestinationsOptions } from './destinations.ts';

/** The ways to other parties, whose code is loaded by pages that have some. Until it is there events wait in memory. */
export function createPageDestinations(
  list: readonly Destination[],
  options: DestinationsOptions,
  report: (error: unknown) => void,
): Destinations {
  const held: [KindredEvent, readonly Destination[]][] = [];
  let ways: Destinations | undefined;
  let loading: Promise<void> | undefined;
  let stop: (() => void) | undefined;
  let isRunning = false;

  const load = async () => {
    try {
      const { createDestinations } = await import('./destinations.ts');
      ways = createDestinations(list, options);
      if (isRunning) stop = ways.start();
      for (const [event, to] of held.splice(0)) ways.put(event, to);
    } catch (error) {
      report(error);
      loading = undefined;
    }
  };

  return {
    of: (party, id) => ways?.of(party, id) ?? '',
    put(event) {
      if (ways) return ways.put(event);
      // What may not wait for a choice, because of a refusal or a pause, must not wait for the code either.
      const to = list.filter(({ party, purpose }) => MAY_WAIT.includes(options.gate.answer([{ party, purpose }])));
      if (to.length > 0 && held.push([event, to]) > MAX_HELD) held.shift();
    },
    start() {
      isRunning = true;
      stop = ways?.start();
      if (list.length > 0) loading ??= load();
      return () => {
        isRunning = false;
        stop?.();
      };
    },
    async flush() {
      await loading;
      await ways?.flush();
    },
    waiting: () => held.length + (ways?.waiting() ?? 0),
    held: () => [...held.map(([event]) => event), ...(ways?.held() ?? [])],
    known: () => ways?.known() ?? {},
    knownAt: (party) => ways?.knownAt(party) ?? [],
  };
}

const MAX_HELD = 100;
const MAY_WAIT: readonly string[] = ['open', 'undecided'];

/** @throws KindredError `invalid-options` */
export function checkDestinations(input: unknown): void {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isDestination = (one: unknown) =>
    isRecord(one) && isText(one.party) && isText(one.purpose) && isText(one.endpoint);
  if (input === undefined || (Array.isArray(input) && input.every(isDestination))) return;
  throw new KindredError('invalid-options', 'createKindred: `destinations` need party, purpose, endpoint.', {
    at: 'destinations',
  });
}
