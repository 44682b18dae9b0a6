import type { Logger } from '../../core/index.ts';
import type { Consent, GrantScope } from '../index.ts';
import { type ConsentModeDegrees, type ConsentModeMapping, readNeeds } from './consent-mode-mapping.ts';
import { CONSENT_MODE_TYPES, type ConsentModeValues } from './consent-mode-types.ts';
import { createTagCommands } from './tag-commands.ts';

/** What is told to Google's tags, and how. */
export interface ConsentModeOptions {
  readonly consent: Pick<Consent, 'check' | 'onChange'>;
  /** The page's `window`, with its `dataLayer`. */
  readonly target: object;
  /** A type that is not named keeps its default; one with an empty list is denied. */
  readonly mapping: ConsentModeMapping;
  /** `identified` for `ad_user_data`, `pseudonymous` for the others, unless named. */
  readonly degrees?: ConsentModeDegrees;
  /** Who receives the data, by its id in the policy; a policy that does not name it allows it nothing. */
  readonly party?: string;
  /** The limits that Google keeps to. Unless named none, so that a permission within limits is none for its tags. */
  readonly scope?: GrantScope;
  /** Hears of code of others on `dataLayer` that fails. */
  readonly logger?: Pick<Logger, 'error'>;
}

/** Tells Google's tags what the person allows. */
export interface ConsentMode {
  /** Tells what is allowed now, and every change from then on. Returns the undo; both may be called twice. */
  start(): () => void;
  /** What is allowed now, of the types in the mapping. */
  values(): ConsentModeValues;
}

/**
 * Tells Google's tags what the person allows (Google Consent Mode v2). The default is set once: by the stub `dist/snippet.js`, by
 * code of others, or else here, denying everything; then follow updates with what changed. A type is `granted` only while every
 * purpose that it is mapped to is allowed to the party at the degree.
 *
 * @throws KindredError `invalid-options` with the JSON Pointer of the fault
 *
 * @example
 * ```ts
 * import { createConsent } from 'kindred/consent';
 * import { createConsentMode } from 'kindred/consent/signals';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const ads = { id: 'ads', title: 'Advertise', description: 'Shows you what you looked at, elsewhere.', sale: true };
 * const policy = { purposes: [ads], parties: [{ id: 'google', name: 'Google', purposes: ['ads'] }] };
 * const consent = createConsent({ ...memoryPlatform(), source: 'shop.example', policy });
 * const mapping = { ad_storage: ['ads'], ad_user_data: ['ads'], ad_personalization: ['ads'] };
 * const stop = createConsentMode({ consent, mapping, target: window }).start();
 * ```
 */
export function createConsentMode({
  consent,
  target,
  mapping,
  degrees,
  party = 'google',
  scope = {},
  logger,
}: ConsentModeOptions): ConsentMode {
  const needs = readNeeds(mapping, degrees);
  const tags = createTagCommands(target);
  let stop: (() => void) | undefined;

  const values = (): ConsentModeValues => {
    const told = needs.map(({ type, purposes, degree }) => {
      const isAllowed = purposes.every((purpose) => consent.check({ purpose, party, degree, scope }).allow);
      return [type, isAllowed && purposes.length > 0 ? 'granted' : 'denied'];
    });
    return Object.freeze(Object.fromEntries(told));
  };

  function tell(command: 'default' | 'update', all: ConsentModeValues): void {
    const changed = CONSENT_MODE_TYPES.filter((type) => all[type] && all[type] !== tags.valueOf(type));
    if (changed.length === 0) return;
    try {
      tags.tell(command, Object.fromEntries(changed.map((type) => [type, all[type]])));
    } catch (error) {
      logger?.error('Code on dataLayer failed.', error);
    }
  }

  return {
    start() {
      if (stop) return stop;
      if (!tags.hasDefault()) tell('default', ALL_DENIED);
      const update = () => tell('update', values());
      update();
      const unsubscribe = consent.onChange(update);
      stop = () => {
        stop = undefined;
        unsubscribe();
      };
      return stop;
    },
    values,
  };
}

const ALL_DENIED: ConsentModeValues = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.fromEntries(/* @__PURE__ */ CONSENT_MODE_TYPES.map((type) => [type, 'denied'])),
);
