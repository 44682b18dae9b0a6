import { contains, elementsBelow, isSeen, textOf, withAncestors } from './composed-tree.ts';
import { CONTROL_KINDS, type ControlKind, means, readKind } from './words.ts';

/** Something to press. */
export interface Control {
  readonly element: HTMLElement;
  /** What it is called. */
  readonly name: string;
}

/** One layer of a consent dialogue: what is seen of it at once. */
export interface Layer {
  readonly container: Element;
  readonly controls: Readonly<Partial<Record<ControlKind, Control>>>;
}

/** How to find the parts of a dialogue: CSS selectors, for what its words do not tell. */
export interface LintOptions extends Readonly<Partial<Record<ControlKind, string>>> {
  /** The dialogue itself. */
  readonly container?: string;
  /** What is ticked is what the person chose before, as in a preference centre. */
  readonly isDecided?: boolean;
}

const PRESSED = 'button, a, summary, input[type=button], input[type=submit], [role=button], [role=link]';
const DIALOGUE = 'dialog, [role=dialog], [role=alertdialog], [role=region], [popover]';
const OF_CONSENT = /cookie|consent|gdpr|privacy|\bcmp\b|onetrust|didomi|kindred/i;

/** The dialogue as it is seen now; `undefined` where nothing asks for consent. */
export function findLayer(root: Document | Element, options: LintOptions): Layer | undefined {
  const seen = seenControls(root, options);
  const container = findContainer(root, seen, options);
  return container && { container, controls: pick(seen.filter(({ element }) => contains(container, element))) };
}

export interface KnownControl extends Control {
  readonly kind: ControlKind;
}

/** All controls that are seen and whose purpose is known. */
export function seenControls(root: Document | Element, options: LintOptions): readonly KnownControl[] {
  return [...elementsBelow(root)].flatMap((element) => {
    if (!(element instanceof HTMLElement)) return [];
    const told = CONTROL_KINDS.find((kind) => options[kind] !== undefined && element.matches(options[kind]));
    if (!told && !element.matches(PRESSED)) return [];
    const name = nameOf(element);
    const kind = told ?? readKind(name);
    return kind && isSeen(element) ? [{ element, name, kind }] : [];
  });
}

function pick(controls: readonly KnownControl[]): Layer['controls'] {
  const named = CONTROL_KINDS.flatMap((kind) => {
    const found = controls.find((control) => control.kind === kind);
    return found ? [[kind, found] as const] : [];
  });
  return Object.fromEntries(named);
}

function findContainer(
  root: Document | Element,
  controls: readonly KnownControl[],
  { container }: LintOptions,
): Element | undefined {
  if (container !== undefined) return [...elementsBelow(root)].find((each) => each.matches(container) && isSeen(each));
  const asking = controls.filter(({ kind }) => kind !== 'close' && kind !== 'settings');
  if (root instanceof Element) return asking.length > 0 ? root : undefined;
  const dialogues = asking.flatMap(({ element }) => dialogueOf(element) ?? []);
  // Where several ask, the one that is in front: it came last.
  return dialogues.at(-1);
}

/** The dialogue that a control belongs to, if it is one about consent. */
export function dialogueOf(control: Element): Element | undefined {
  const around = [...withAncestors(control)].slice(1).filter((each) => !/^(html|body)$/.test(each.localName));
  const frame = around.find(isDialogue) ?? around.find(isAboutConsent);
  return frame && isAboutConsent(frame) ? frame : undefined;
}

function isDialogue(element: Element): boolean {
  return element.matches(DIALOGUE) || /^(fixed|sticky)$/.test(getComputedStyle(element).position);
}

function isAboutConsent(element: Element): boolean {
  const marks = [...withAncestors(element)].map((each) => `${each.localName} ${each.id} ${each.getAttribute('class')}`);
  return OF_CONSENT.test(marks.join(' ')) || means('topic', textOf(element).slice(0, 5000));
}

/** The accessible name, as far as it is needed here (accname 1.2). */
export function nameOf(element: Element): string {
  const scope = element.getRootNode();
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = ids.flatMap((id) =>
    scope instanceof Document || scope instanceof ShadowRoot ? (scope.getElementById(id)?.textContent ?? []) : [],
  );
  const image = element.querySelector('img[alt], svg title');
  const value = element instanceof HTMLInputElement ? element.value : '';
  const names = [
    labels.join(' '),
    element.getAttribute('aria-label'),
    value,
    textOf(element),
    image?.getAttribute('alt') ?? image?.textContent,
    element.getAttribute('title'),
  ];
  return (
    names
      .find((name) => name?.trim())
      ?.replace(/\s+/g, ' ')
      .trim() ?? ''
  );
}
