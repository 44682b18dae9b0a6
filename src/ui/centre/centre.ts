import { wordsOf } from '../choices.ts';
import { type Behaviour, defineElement, type Host } from '../element.ts';
import { h } from '../node.ts';
import { OPEN_EVENT } from '../opener/ask-to-open.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { createActions } from './actions.ts';
import { history } from './history.ts';
import { interestFields, knownFacts } from './known.ts';
import { CENTRE_LOOK } from './look.ts';
import { notices } from './notices.ts';
import { purposeFields } from './purposes.ts';
import { rightsFields } from './rights.ts';
import { action } from './section.ts';
import { createSitting, type Sitting } from './sitting.ts';

/**
 * Defines `<kindred-centre>`, the preference centre: a dialog in which the person sees and changes everything. Give it its
 * `relationship`. It opens with its attribute `open`, by a `<kindred-opener>`, by the banner, and by a click on anything with the
 * attribute `data-kindred-open`.
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 * import { defineCentre } from 'kindred/ui';
 *
 * defineCentre();
 * const centre = document.createElement('kindred-centre');
 * centre.relationship = createKindred({ source: 'shop.example' });
 * document.body.append(centre);
 * centre.setAttribute('open', '');
 * ```
 */
export function defineCentre(): void {
  defineElement('kindred-centre', createCentre);
}

function createCentre(host: Host): Behaviour {
  const { element, root } = host;
  const sitting = createSitting();
  const dialog = () => root.querySelector('dialog');
  const isOpen = () => element.hasAttribute('open');

  const open = (event: Event) => {
    if (event.defaultPrevented || !host.relationship()) return;
    event.preventDefault();
    element.setAttribute('open', '');
  };
  const openByHook = (event: Event) => {
    if (event.target instanceof Element && event.target.closest('[data-kindred-open]')) open(event);
  };
  const closed = () => {
    sitting.reset();
    element.removeAttribute('open');
  };

  return {
    css: CENTRE_LOOK,
    render: (relationship, texts) => [
      h('dialog', { part: 'dialog', 'aria-labelledby': 'title' }, isOpen() && content(relationship, texts, sitting)),
    ],
    actions: { close: () => dialog()?.close(), ...createActions(host, sitting) },
    settled() {
      const shown = dialog();
      if (!shown || shown.open === isOpen()) return;
      if (!isOpen()) return shown.close();
      shown.addEventListener('close', closed, { once: true });
      shown.showModal();
    },
    enter() {
      const { ownerDocument } = element;
      ownerDocument.addEventListener(OPEN_EVENT, open);
      ownerDocument.addEventListener('click', openByHook);
      return () => {
        ownerDocument.removeEventListener(OPEN_EVENT, open);
        ownerDocument.removeEventListener('click', openByHook);
        dialog()?.close();
      };
    },
  };
}

function content(relationship: Relationship, texts: UiTexts, sitting: Sitting): HTMLElement {
  const { consent } = relationship;
  const isAllowing = [...wordsOf(consent).values()].some(({ degree }) => degree !== 'none');
  return h(
    'div',
    { class: 'frame' },
    h(
      'header',
      {},
      h('h2', { id: 'title', tabindex: -1, autofocus: true, part: 'title' }, texts.centreTitle),
      h(
        'button',
        { type: 'button', part: 'button close', class: 'small', 'aria-label': texts.close, 'data-do': 'close' },
        '✕',
      ),
    ),
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'note' }, texts.centreText),
      notices(consent, texts, sitting.isOffer()),
      purposeFields(relationship, texts, sitting.draft()),
      interestFields(relationship, texts),
      knownFacts(relationship, texts),
      history(relationship, texts),
      rightsFields(relationship, texts, sitting.isErasing()),
    ),
    h(
      'footer',
      {},
      h('p', { role: 'status', part: 'status' }, sitting.said()),
      h(
        'div',
        { class: 'pair' },
        action('refuse', isAllowing ? texts.withdrawAll : texts.refuseAll),
        action('accept', texts.acceptAll),
        h('button', { type: 'button', class: 'strong', part: 'button save', 'data-do': 'save' }, texts.save),
      ),
    ),
  );
}
