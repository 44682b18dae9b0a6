import { CONSENT_MODE_TYPES, readGpcNavigator } from '../consent/signals/index.ts';
import { readJson } from './read-json.ts';

/** The little of `window` that is needed. */
export interface TagPage {
  readonly navigator: { readonly userAgent: string; readonly globalPrivacyControl?: unknown };
  dataLayer?: unknown[];
  gtag?: (...command: readonly unknown[]) => void;
  /** What Google's tags hold, for `createConsentMode`, as far as it is the same everywhere. */
  kindredConsentMode?: object;
}

type Options = Readonly<Record<string, unknown>>;

/**
 * Sets the default of Google Consent Mode v2, once and before any tag: everything is denied but what the options grant, and
 * Global Privacy Control denies advertising whatever they say. Options that cannot be read grant nothing.
 */
export function installConsentDefault(page: TagPage, json: string | undefined): void {
  page.dataLayer ||= [];
  const queue = page.dataLayer;
  page.gtag ||= function () {
    // biome-ignore lint/complexity/noArguments: Google's tags obey `arguments` and skip arrays
    queue.push(arguments);
  };
  if (page.kindredConsentMode) return;
  const options = readJson(json);
  for (const [where, given] of Object.entries(Object(options.regions))) {
    page.gtag('consent', 'default', { ...valuesOf(Object(given), page), region: where.split(' ') });
  }
  const values = valuesOf(options, page);
  page.gtag('consent', 'default', values);
  page.kindredConsentMode = options.regions ? {} : values;
  if (options.set) page.gtag('set', options.set);
}

function valuesOf(given: Options, { navigator }: TagPage): Options {
  const values: Record<string, unknown> = { wait_for_update: given.wait_for_update ?? 500 };
  for (const type of CONSENT_MODE_TYPES) {
    const isDenied =
      given[type] !== 'granted' || (type.startsWith('ad_') && readGpcNavigator(navigator.globalPrivacyControl));
    values[type] = isDenied ? 'denied' : 'granted';
  }
  return values;
}
