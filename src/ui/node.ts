/** What may stand inside an element. Strings become text, never HTML. */
export type Child = Node | string | false | undefined | readonly Child[];

/** Attributes by name; `true` is present without a value, `false` and `undefined` are absent. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Builds an element. Nothing is parsed, so a page under Trusted Types and a strict policy has nothing to object to. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...flatten(children));
  return element;
}

/** The nodes and texts among children, in order. */
export function flatten(children: readonly Child[]): readonly (Node | string)[] {
  return children.flatMap((child): readonly (Node | string)[] => {
    if (child === undefined || child === false) return [];
    return typeof child === 'string' || child instanceof Node ? [child] : flatten(child);
  });
}

/** The address if a link may lead there; a script in an address is no address. */
export function linkTo(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address, document.baseURI) && isWeb(new URL(address, document.baseURI))
    ? address
    : undefined;
}

const isWeb = ({ protocol }: URL) => protocol === 'https:' || protocol === 'http:';
