import { button, signButton } from '../button.ts';
import { wordsOf } from '../choices.ts';
import { type Behaviour, defineElement, type Host } from '../element.ts';
import { type Child, h } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { ACTS, type Next } from './actions.ts';
import { history } from './history.ts';
import { interestFields, knownFacts } from './known.ts';
import { CENTRE_LOOK } from './look.ts';
import { notices } from './notices.ts';
import { purposeFields } from './purposes.ts';
import { rightsFields } from './rights.ts';
import { newSitting, type Sitting } from './sitting.ts';

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
  defineElement('kindred-centre', CENTRE_LOOK, createCentre);
}

function createCentre(host: Host): Behaviour {
  let sitting = newSitting();
  const dialog = () => host.root.querySelector('dialog');
  const isOpen = () => host.hasAttribute('open');

  const goOn = (next: Next) => {
    sitting = { ...sitting, ...next };
    host.update();
  };
  const fail = () => goOn({ said: host.spoken.failed });
  const closed = () => {
    sitting = newSitting();
    // Heard a task later: it may have been opened again meanwhile.
    if (dialog()?.open) host.update();
    else host.removeAttribute('open');
  };

  return {
    render: (relationship, texts) => [
      h('dialog', { part: 'dialog', 'aria-labelledby': 'title' }, isOpen() && content(relationship, texts, sitting)),
    ],
    act(does, used, relationship) {
      if (does === 'close') return dialog()?.close();
      try {
        const next = ACTS[does]?.(relationship, used, sitting, host.spoken);
        if (next instanceof Promise) next.then(goOn, fail);
        else goOn(next);
      } catch {
        fail();
      }
    },
    settled() {
      const shown = dialog();
      if (!shown || shown.open === isOpen()) return;
      if (!isOpen()) return shown.close();
      shown.onclose = closed;
      shown.showModal();
    },
    left: () => dialog()?.close(),
    heard(click) {
      if (click.defaultPrevented || !host.relationship || !click.composedPath().some(isOpener)) return;
      click.preventDefault();
      host.setAttribute('open', '');
    },
  };
}

const isOpener = (target: EventTarget) => target instanceof Element && target.hasAttribute('data-kindred-open');

function content(relationship: Relationship, texts: UiTexts, sitting: Sitting): Child {
  const { consent } = relationship;
  const isAllowing = [...wordsOf(consent).values()].some(({ degree }) => degree !== 'none');
  return [
    h(
      'div',
      // No `header` and `footer`: in a dialog they would be landmarks of the page.
      { class: 'head' },
      h('h2', { id: 'title', tabindex: -1, autofocus: true, part: 'title' }, texts.centreTitle),
      signButton('close', texts.close),
    ),
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'note' }, texts.centreText),
      notices(consent, texts, sitting),
      purposeFields(relationship, texts, sitting.draft),
      interestFields(relationship, texts),
      knownFacts(relationship, texts),
      history(relationship, texts),
      rightsFields(relationship, texts, sitting),
    ),
    h(
      'div',
      { class: 'foot' },
      h('p', { role: 'status' }, sitting.said),
      h(
        'div',
        { class: 'pair' },
        button('refuse', isAllowing ? texts.withdrawAll : texts.refuseAll),
        button('accept', texts.acceptAll),
        button('save', texts.save, { class: 'strong' }),
      ),
    ),
  ];
}
