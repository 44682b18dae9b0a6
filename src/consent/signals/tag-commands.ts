import { isRecord, ownValue } from '../../core/index.ts';
import type { ConsentModeType, ConsentModeValues } from './consent-mode-types.ts';

/** Google's tags on one page: what they hold, and how they are told. */
export interface TagCommands {
  /** Whether anybody set a default on this page: the stub, this library, or code of others. */
  hasDefault(): boolean;
  /** What the tags hold for a type; no value where that depends on the region, or is not known. */
  valueOf(type: ConsentModeType): unknown;
  tell(command: 'default' | 'update', values: ConsentModeValues): void;
}

// The global under which the stub and this library remember what they told. `dataLayer` alone would not do: Google Tag Manager drops
// its oldest entries.
const MEMORY = 'kindredConsentMode';
const QUEUE = 'dataLayer';

export function createTagCommands(page: object): TagCommands {
  return {
    hasDefault: () => remembered(page) !== undefined || hasDefaultOfOthers(page),
    valueOf: (type) => ownValue(remembered(page), type),
    tell(command, values) {
      const known = remembered(page);
      Reflect.set(page, MEMORY, { ...known, ...values });
      queueOf(page).push(asArguments('consent', command, values));
    },
  };
}

function remembered(page: object): object | undefined {
  const memory: unknown = Reflect.get(page, MEMORY);
  return isRecord(memory) ? memory : undefined;
}

function hasDefaultOfOthers(page: object): boolean {
  return queueOf(page).some((entry) => ownValue(entry, '0') === 'consent' && ownValue(entry, '1') === 'default');
}

function queueOf(page: object): unknown[] {
  const queue: unknown = Reflect.get(page, QUEUE);
  if (Array.isArray(queue)) return queue;
  const fresh: unknown[] = [];
  Reflect.set(page, QUEUE, fresh);
  return fresh;
}

/** Google's tags obey the `arguments` of a function and skip arrays. */
function asArguments(..._command: readonly unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: that is what they take
  return arguments;
}
