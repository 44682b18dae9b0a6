import { directionOf, languageOf } from './language.ts';
import { morph } from './morph.ts';
import { type Child, h } from './node.ts';
import type { Relationship } from './relationship.ts';
import { adopt } from './sheet.ts';
import { ENGLISH } from './texts/en.ts';
import { loadTexts } from './texts/index.ts';
import type { UiTexts } from './texts/texts.ts';

/** A custom element of this folder. */
export interface RelationshipElement extends HTMLElement {
  /** Whose permissions it shows. Without one it shows nothing. */
  relationship: Relationship | undefined;
  /** Messages to use instead of those of the language. */
  texts: UiTexts | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'kindred-banner': RelationshipElement;
    'kindred-centre': RelationshipElement;
    'kindred-opener': RelationshipElement;
  }
}

/** What an element has to say of itself, and do. */
export interface Behaviour {
  readonly css: string;
  /** What is to be seen. Pure: it is compared with what is there. */
  render(relationship: Relationship, texts: UiTexts): readonly Child[];
  /** What happens at a click, a change or a submit, by the name in the `data-do` of the button, field or form. */
  readonly actions: Readonly<Record<string, (target: HTMLElement) => void>>;
  /** After the element shows what it should. */
  settled?(): void;
  /** When the element comes into a page; returns the undo. */
  enter?(): () => void;
}

/** What an element lends to its behaviour. */
export interface Host {
  readonly element: RelationshipElement;
  readonly root: ShadowRoot;
  relationship(): Relationship | undefined;
  texts(): UiTexts;
  update(): void;
}

interface Life {
  relationship: Relationship | undefined;
  texts: UiTexts | undefined;
  connect(): void;
  disconnect(): void;
  update(): void;
}

/** Defines a custom element, once. Where there are none, on a server, it does nothing. */
export function defineElement(tag: string, create: (host: Host) => Behaviour): void {
  if (typeof customElements === 'undefined' || customElements.get(tag)) return;
  // The platform takes custom elements in no other form than a class.
  customElements.define(
    tag,
    class extends HTMLElement implements RelationshipElement {
      static readonly observedAttributes = ['lang', 'open'];
      readonly #life = createLife(this, create);
      get relationship() {
        return this.#life.relationship;
      }
      set relationship(value) {
        this.#life.relationship = value;
      }
      get texts() {
        return this.#life.texts;
      }
      set texts(value) {
        this.#life.texts = value;
      }
      connectedCallback() {
        adoptEarly(this);
        this.#life.connect();
      }
      disconnectedCallback() {
        this.#life.disconnect();
      }
      attributeChangedCallback() {
        this.#life.update();
      }
    },
  );
}

/** What a page set before the element was defined lies in front of the accessors. */
function adoptEarly(element: HTMLElement): void {
  for (const name of ['texts', 'relationship']) {
    if (!Object.hasOwn(element, name)) continue;
    const value = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}

function createLife(element: RelationshipElement, create: (host: Host) => Behaviour): Life {
  const root = element.attachShadow({ mode: 'open' });
  let relationship: Relationship | undefined;
  let given: UiTexts | undefined;
  let loaded: UiTexts | undefined;
  let wanted = 'en';
  let undo: readonly (() => void)[] | undefined;

  const texts = () => given ?? loaded ?? ENGLISH;

  /** Nobody waits for a language: English is there at once, and is replaced when the other has come. */
  const translate = async () => {
    const language = languageOf(element, relationship?.language);
    if (given || language === wanted) return;
    wanted = language;
    const found = await loadTexts(language).catch(() => ENGLISH);
    if (language !== wanted || found === texts()) return;
    loaded = found;
    update();
  };

  const update = () => {
    if (!undo) return;
    void translate();
    const { language } = texts();
    const children = relationship ? behaviour.render(relationship, texts()) : [];
    const isEmpty = children.length === 0;
    const frame = { class: 'root', lang: language, dir: directionOf(language) };
    const keepFocus = rememberFocus(root);
    morph(root, isEmpty ? [] : [h('div', frame, ...children)]);
    keepFocus();
    behaviour.settled?.();
  };

  const behaviour = create({ element, root, relationship: () => relationship, texts, update });
  adopt(root, behaviour.css);

  const act = (event: Event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-do]') : undefined;
    if (!(target instanceof HTMLElement) || kindOf(target) !== event.type) return;
    if (event.type === 'submit') event.preventDefault();
    behaviour.actions[target.dataset.do ?? '']?.(target);
  };

  const listen = (type: string) => {
    root.addEventListener(type, act);
    return () => root.removeEventListener(type, act);
  };

  const connect = () => {
    disconnect();
    if (!element.isConnected) return;
    undo = [
      ...['click', 'change', 'submit'].map(listen),
      ...(relationship ? [relationship.consent.onChange(update)] : []),
      ...(relationship?.profile ? [relationship.profile.onChange(update)] : []),
      ...(behaviour.enter ? [behaviour.enter()] : []),
    ];
    update();
  };

  const disconnect = () => {
    for (const one of undo ?? []) one();
    undo = undefined;
  };

  return {
    get relationship() {
      return relationship;
    },
    set relationship(value) {
      relationship = value;
      connect();
    },
    get texts() {
      return given;
    },
    set texts(value) {
      given = value;
      update();
    },
    connect,
    disconnect,
    update,
  };
}

/** The event that means something to this kind of element. */
function kindOf(element: Element): string {
  if (element instanceof HTMLFormElement) return 'submit';
  return element instanceof HTMLButtonElement ? 'click' : 'change';
}

/** Where what had the focus is gone afterwards, the heading of its section gets it, and not the top of the page. */
function rememberFocus(root: ShadowRoot): () => void {
  const focused = root.activeElement;
  const places = [focused?.closest('details')?.querySelector('summary'), root.querySelector('h2')];
  return () => {
    if (!focused || focused.isConnected) return;
    places.find((place) => place?.isConnected)?.focus();
  };
}
