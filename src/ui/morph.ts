/**
 * Makes `parent` look like `next` by changing what differs. What stays is the same node, and keeps its focus, its scrolling and
 * whether it is unfolded; a screen reader does not start over.
 */
export function morph(parent: Node, next: readonly Node[]): void {
  let old: ChildNode | null = parent.firstChild;
  for (const wanted of next) {
    let match: ChildNode | null = old;
    while (match && !isSame(match, wanted)) match = match.nextSibling;
    if (!match) {
      parent.insertBefore(wanted, old);
      continue;
    }
    old = removeUntil(old, match);
    sync(match, wanted);
    old = match.nextSibling;
  }
  removeUntil(old, null);
}

function removeUntil(from: ChildNode | null, end: ChildNode | null): ChildNode | null {
  let one = from;
  while (one && one !== end) {
    const { nextSibling } = one;
    one.remove();
    one = nextSibling;
  }
  return one;
}

const keyOf = (node: Node) => (node instanceof HTMLElement ? node.dataset.key : undefined);

const isSame = (one: Node, other: Node) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

function sync(old: Node, wanted: Node): void {
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement)) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  // `open` belongs to the person, who folds and unfolds.
  for (const name of old.getAttributeNames()) {
    if (name !== 'open' && !wanted.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const name of wanted.getAttributeNames()) {
    const value = wanted.getAttribute(name) ?? '';
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morph(old, [...wanted.childNodes]);
  // A field that was touched no longer follows its attributes.
  if (old instanceof HTMLInputElement && wanted instanceof HTMLInputElement) old.checked = wanted.checked;
  if (old instanceof HTMLSelectElement && wanted instanceof HTMLSelectElement) old.value = wanted.value;
}
