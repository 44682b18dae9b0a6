/** All elements below a root, open shadow roots included, in the order of the page. */
export function* elementsBelow(root: Document | Element | ShadowRoot): Generator<Element> {
  for (const child of root.children) {
    yield child;
    yield* elementsBelow(child);
  }
  // A host may be given as the root itself.
  if (root instanceof Element && root.shadowRoot) yield* elementsBelow(root.shadowRoot);
}

/** The parent as it is seen: of slotted content the slot, of a shadow root its host. */
export function parentOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
}

export function* withAncestors(element: Element): Generator<Element> {
  for (let each: Element | undefined = element; each; each = parentOf(each)) yield each;
}

export function contains(container: Element, element: Element): boolean {
  for (const each of withAncestors(element)) if (each === container) return true;
  return false;
}

/** Whether there is anything to see of it. */
export function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** The text that can be read in it, shadow roots included. */
export function textOf(root: Element): string {
  const own = (element: Element) =>
    [...element.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? [node.textContent ?? ''] : []));
  const parts = [root, ...elementsBelow(root)].filter((each) => !/^(style|script|template)$/.test(each.localName));
  return parts.flatMap(own).join(' ').replace(/\s+/g, ' ').trim();
}

/** A CSS selector that leads to the element; ` >>> ` goes into a shadow root. */
export function selectorOf(element: Element): string {
  const root = element.getRootNode();
  const path: string[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) {
    path.unshift(stepTo(each));
    if (each.id) break;
  }
  const here = path.join(' > ');
  return root instanceof ShadowRoot ? `${selectorOf(root.host)} >>> ${here}` : here;
}

function stepTo(element: Element): string {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const { localName, parentElement } = element;
  const alike = [...(parentElement?.children ?? [])].filter((each) => each.localName === localName);
  return alike.length > 1 ? `${localName}:nth-of-type(${alike.indexOf(element) + 1})` : localName;
}
