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
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : `${value}`);
  }
  const nested: readonly unknown[] = children;
  element.append(...nested.flat(Number.POSITIVE_INFINITY).filter(isShown));
  return element;
}

const isShown = (child: unknown): child is Node | string => Boolean(child);

/** A link to a page; nothing where the address is none, or is a script. */
export function link(address: string | undefined, text: string): Child {
  const anchor = h('a', { href: address }, text);
  return /^https?:$/.test(anchor.protocol) && anchor;
}
