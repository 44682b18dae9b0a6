import { httpAddress } from './mark.ts';

/** What a placeholder says. `{name}` stands for whoever the content comes from. */
export interface PlaceholderTexts {
  /** The BCP 47 tag of this language. */
  readonly language: string;
  readonly held: string;
  readonly loadOnce: string;
  readonly allow: string;
}

/** A placeholder that is shown. */
export interface Placeholder {
  /** Shows what it stood for; who pressed one of its buttons goes on from there. */
  release(): void;
}

/** In English. */
export const PLACEHOLDER_ENGLISH: PlaceholderTexts = {
  language: 'en',
  held: 'Content from {name} is not loaded.',
  loadOnce: 'Load once',
  allow: 'Always allow {name}',
};

/** What a placeholder stands for, and what its buttons do. */
export interface PlaceholderOptions {
  readonly texts?: PlaceholderTexts | undefined;
  /** Who the content comes from; the host of its address where nobody is named. */
  readonly party: string | undefined;
  loadOnce(): void;
  allow(): void;
}

// System colours keep their contrast in dark mode and where colours are forced. Set by script: no style sheet is needed.
const LOOK =
  'display:grid;place-content:center;gap:.5em;box-sizing:border-box;max-width:100%;padding:1em;border:1px solid;overflow-wrap:anywhere;background:Canvas;color:CanvasText';

/** Shows, where an element would be, that it waits, and asks. Its parts carry `data-kindred-part`, for style sheets. */
export function showPlaceholder(element: HTMLElement, options: PlaceholderOptions): Placeholder {
  const { texts = PLACEHOLDER_ENGLISH, party } = options;
  const name = party ?? hostOf(element);
  const title = titleOf(element) || name;
  const group = element.ownerDocument.createElement('div');
  group.setAttribute('data-kindred-placeholder', '');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', title);
  group.lang = texts.language;
  group.style.cssText = LOOK;
  group.style.width = pixels(element, 'width');
  group.style.minHeight = pixels(element, 'height');
  const fill = (text: string) => text.replaceAll('{name}', () => name);
  group.append(
    part(group, 'div', 'title', title),
    part(group, 'div', 'held', fill(texts.held)),
    button(group, 'load-once', fill(texts.loadOnce), options.loadOnce),
    button(group, 'allow', fill(texts.allow), options.allow),
  );
  element.hidden = true;
  element.before(group);
  return {
    release() {
      const hadFocus = group.contains(group.ownerDocument.activeElement);
      group.remove();
      element.hidden = false;
      if (hadFocus) focus(element);
    },
  };
}

function part<Tag extends 'div' | 'button'>(
  { ownerDocument }: Element,
  tag: Tag,
  name: string,
  text: string,
): HTMLElementTagNameMap[Tag] {
  const element = ownerDocument.createElement(tag);
  element.setAttribute('data-kindred-part', name);
  element.textContent = text;
  element.dir = 'auto';
  return element;
}

function button(group: Element, name: string, text: string, act: () => void): HTMLButtonElement {
  const element = part(group, 'button', name, text);
  element.type = 'button';
  element.style.minHeight = '1.5rem';
  element.addEventListener('click', act);
  return element;
}

function titleOf(element: Element): string | null {
  return element.getAttribute('title') || element.getAttribute('aria-label') || element.getAttribute('alt');
}

function hostOf(element: Element): string {
  const address = httpAddress(element.getAttribute('data-src') ?? '', element.baseURI);
  return address ? new URL(address).host : '';
}

function pixels(element: Element, side: string): string {
  const size = element.getAttribute(side) ?? '';
  return /^\d{1,4}$/.test(size) ? `${size}px` : '';
}

function focus(element: HTMLElement): void {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
}
