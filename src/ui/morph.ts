/**
 * Makes `parent` look like `next` by changing what differs. What stays is the same node, and keeps its focus, its scrolling and
 * whether it is unfolded; a screen reader does not start over.
 */
export function morph(parent: Node, next: readonly Node[]): void {
  const left = [...parent.childNodes];
  for (const wanted of next) {
    const found = left.findIndex((one) => keyOf(one) === keyOf(wanted));
    const passed = left.splice(0, found + 1);
    const match = passed.pop();
    for (const one of passed) one.remove();
    if (match) sync(match, wanted);
    else parent.insertBefore(wanted, left[0] ?? null);
  }
  for (const one of left) one.remove();
}

function keyOf(node: Node): string {
  return node instanceof HTMLElement ? `${node.localName} ${node.dataset.key}` : '';
}

function sync(old: Node, wanted: Node): void {
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement)) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  for (const name of [...old.getAttributeNames(), ...wanted.getAttributeNames()]) {
    const value = wanted.getAttribute(name);
    // `open` belongs to the person, who folds and unfolds.
    if (value === old.getAttribute(name)) continue;
    if (value !== null) old.setAttribute(name, value);
    else if (name !== 'open') old.removeAttribute(name);
  }
  morph(old, [...wanted.childNodes]);
  // A field that was touched no longer follows its attributes.
  for (const name of ['checked', 'selected']) {
    if (name in old) Reflect.set(old, name, wanted.hasAttribute(name));
  }
}
