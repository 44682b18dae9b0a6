/** A page as far as Google's tags are concerned. */
export interface FakePage {
  readonly navigator: { readonly userAgent: string; readonly globalPrivacyControl?: unknown };
  dataLayer?: unknown[];
  gtag?: (...command: readonly unknown[]) => void;
  kindredConsentMode?: object;
}

export function fakePage(globalPrivacyControl?: unknown): FakePage {
  return { navigator: { userAgent: '', globalPrivacyControl } };
}

/** One command that Google's tags were given. */
export type Command = readonly [name: unknown, action: unknown, values: Readonly<Record<string, unknown>>];

/** What Google's tags were told: they take the `arguments` of a function and skip everything else. */
export function commandsOf({ dataLayer = [] }: FakePage): readonly Command[] {
  const isArguments = (entry: unknown) => Object.prototype.toString.call(entry) === '[object Arguments]';
  return dataLayer.filter(isArguments).map((entry): Command => {
    const [name, action, values] = Array.from(Object(entry));
    return [name, action, { ...Object(values) }];
  });
}

/** What the tags hold after all that they were told, of a type without a default of regions. */
export function heldBy(page: FakePage): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...commandsOf(page).map(([, , values]) => values));
}
