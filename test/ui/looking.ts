import { vi } from 'vitest';
import { defineElements, type RelationshipElement } from '../../src/ui/index.ts';
import { type Linden, openLinden } from './linden.ts';

type Tag = 'kindred-banner' | 'kindred-centre' | 'kindred-opener';

/** Puts an element for this person into the page. */
export function put(tag: Tag, linden: Linden): RelationshipElement {
  defineElements();
  const element = document.createElement(tag);
  element.relationship = linden;
  document.body.append(element);
  return element;
}

/** The preference centre is loaded when it is first opened; afterwards it opens at once. */
export async function loadCentre(): Promise<void> {
  const linden = openLinden();
  // So that there is something to note as well.
  linden.consent.pause();
  const centre = openCentre(linden);
  await vi.waitUntil(() => rootOf(centre).querySelector('dialog')?.open);
  centre.remove();
}

/** Opens the preference centre of this person. */
export function openCentre(linden: Linden): RelationshipElement {
  const centre = put('kindred-centre', linden);
  centre.setAttribute('open', '');
  return centre;
}

/** Opens the preference centre of this person, and unfolds all that is in it. */
export async function openWhole(linden: Linden): Promise<RelationshipElement> {
  const centre = openCentre(linden);
  await unfold(centre);
  return centre;
}

/** Unfolds what is there, and waits until something is in it. */
export async function unfold(centre: Element, selector = 'details'): Promise<void> {
  const folded = [...rootOf(centre).querySelectorAll<HTMLDetailsElement>(selector)];
  for (const details of folded) details.open = true;
  await vi.waitUntil(() => folded.every((details) => details.querySelector('.stack > *')));
}

export function rootOf(element: Element): ShadowRoot {
  if (!element.shadowRoot) throw new Error('It has no shadow root.');
  return element.shadowRoot;
}

/** What the person can read, in one line. */
export function textOf(element: Element): string {
  return (rootOf(element).textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The first that is found; a test that looks for what is not there fails. */
export function find(element: Element, selector: string): HTMLElement {
  const found = rootOf(element).querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector}.`);
  return found;
}

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent ?? '';

/** The names of the buttons that can be seen. */
export function buttonsOf(element: Element): readonly string[] {
  return [...rootOf(element).querySelectorAll('button')].map(nameOf);
}

/** Presses the button of that name. */
export function press(element: Element, name: string): Promise<void> {
  const button = [...rootOf(element).querySelectorAll('button')].find((one) => nameOf(one) === name);
  if (!button) throw new Error(`There is no button "${name}" but ${buttonsOf(element).join(', ')}.`);
  button.click();
  return new Promise((resolve) => setTimeout(resolve));
}

/** Takes a step on the ladder of a purpose. */
export function step(centre: Element, purpose: string, degree: string): void {
  find(centre, `input[name="${purpose}"][value="${degree}"]`).click();
}

/** Chooses in a list. */
export function pick(centre: Element, selector: string, value: string): void {
  const list = find(centre, selector);
  if (!(list instanceof HTMLSelectElement)) throw new Error(`${selector} is no list.`);
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
}

/** The steps that are set, by purpose. */
export function stepsSet(centre: Element): Readonly<Record<string, string>> {
  const set = [...rootOf(centre).querySelectorAll<HTMLInputElement>('input[type=radio]:checked')];
  return Object.fromEntries(set.map(({ name, value }) => [name, value]));
}

/** What is said in the live region. */
export function said(element: Element): string {
  return find(element, 'output,[role=status]').textContent ?? '';
}
