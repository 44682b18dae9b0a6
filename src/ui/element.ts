import { noteDisplay } from './display.ts';
import { directionOf, languageOf } from './language.ts';
import { LOOK } from './look.ts';
import { morph } from './morph.ts';
import { type Child, h } from './node.ts';
import type { Relationship } from './relationship.ts';
import { FIRST_ENGLISH, type FirstTexts } from './texts/first.ts';
import type { UiTexts } from './texts/texts.ts';

/** A custom element of this folder. */
export interface RelationshipElement extends HTMLElement {
  /** Whose permissions it shows. Without one it shows nothing. */
  relationship: Relationship | undefined;
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
  /** What is to be seen. It is compared with what is there. */
  render(relationship: Relationship): readonly Child[];
  /** Does what the `data-do` of a button says, when it is pressed. */
  act?(does: string, relationship: Relationship, button: HTMLElement): void;
  /** After the element shows what it should. */
  settled?(): void;
  /** When the element is in its page and has somebody to show. Returns its undo. */
  entered?(relationship: Relationship): () => void;
}

/** What an element lends to its behaviour. */
export interface Host extends RelationshipElement {
  readonly root: ShadowRoot;
  /** The messages of the relationship, or of its language once they are there; nothing as long as it is English. */
  readonly spoken: UiTexts | undefined;
  /** What is read before anything is opened. */
  readonly texts: FirstTexts;
  /** Gives it the look of all elements, and one of its own. */
  dress(look: string): void;
  update(): void;
}

/** Defines a custom element, once. Where there are none, on a server, it does nothing. Without a look it dresses itself. */
export function defineElement(tag: string, look: string | undefined, create: (host: Host) => Behaviour): void {
  if (!globalThis.customElements || customElements.get(tag)) return;
  // The platform takes custom elements in no other form than a class.
  customElements.define(
    tag,
    class extends HTMLElement implements Host {
      static readonly observedAttributes = ['open'];
      readonly root = this.attachShadow({ mode: 'open' });
      readonly #behaviour = create(this);
      #relationship: Relationship | undefined;
      #leave: (() => void) | undefined;
      #loaded: UiTexts | undefined;
      #language = 'en';

      constructor() {
        super();
        // What a page set before the element was defined lies in front of the accessor.
        const { relationship }: RelationshipElement = this;
        Reflect.deleteProperty(this, 'relationship');
        this.#relationship = relationship;
        if (look !== undefined) this.dress(look);
        this.root.addEventListener('click', ({ target }) => {
          const button = target instanceof Element && target.closest<HTMLElement>('button[data-do]');
          if (button && this.#leave && this.#relationship) {
            this.#behaviour.act?.(button.dataset.do ?? '', this.#relationship, button);
          }
        });
      }

      get relationship() {
        return this.#relationship;
      }
      set relationship(value) {
        this.#relationship = value;
        if (this.isConnected) this.connectedCallback();
      }

      get spoken() {
        return this.#relationship?.texts ?? this.#loaded;
      }

      get texts() {
        return this.spoken ?? FIRST_ENGLISH;
      }

      /** A constructed sheet passes every content security policy. */
      dress(look: string) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(LOOK + look);
        this.root.adoptedStyleSheets = [sheet];
      }

      connectedCallback() {
        this.disconnectedCallback();
        const relationship = this.#relationship;
        if (!relationship) return this.#show();
        const { consent, profile } = relationship;
        const undo = [
          consent.onChange(this.update),
          profile?.onChange(this.update),
          this.#behaviour.entered?.(relationship),
        ];
        this.#leave = () => {
          this.#leave = undefined;
          for (const one of undo) one?.();
          noteDisplay(this, false);
        };
        this.update();
      }

      disconnectedCallback() {
        this.#leave?.();
      }

      attributeChangedCallback() {
        this.update();
      }

      readonly update = (): void => {
        const relationship = this.#relationship;
        if (!this.#leave || !relationship) return;
        if (!relationship.texts) this.#translate(languageOf(this, relationship.language));
        this.#show(this.#behaviour.render(relationship));
        this.#behaviour.settled?.();
        noteDisplay(this, this.root.querySelector('section,dialog[open]') !== null);
      };

      #show(children: readonly Child[] = []): void {
        const lang = this.spoken?.language ?? 'en';
        const keepFocus = rememberFocus(this.root);
        morph(this.root, [h('div', { class: 'root', lang, dir: directionOf(lang) }, ...children)]);
        keepFocus?.();
      }

      /** Nobody waits for a language: English is there at once, and is replaced when the other has come. */
      #translate(language: string): void {
        if (language === this.#language) return;
        this.#language = language;
        const speak = (texts?: UiTexts) => {
          if (language !== this.#language || texts === this.#loaded) return;
          this.#loaded = texts;
          this.update();
        };
        if (/^en\b/.test(language)) speak();
        else import('./texts/translate.ts').then(({ translate }) => translate(language)).then(speak, () => {});
      }
    },
  );
}

/** Where what had the focus is gone afterwards, the heading of its section gets it, and not the top of the page. */
function rememberFocus(root: ShadowRoot): (() => void) | undefined {
  const focused = root.activeElement;
  const place = focused?.closest('details')?.querySelector('summary') ?? root.querySelector('h2');
  return focused ? () => focused.isConnected || place?.focus() : undefined;
}
