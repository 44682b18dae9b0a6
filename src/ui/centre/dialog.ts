import { button } from '../button.ts';
import { type Behaviour, dress, type Host } from '../element.ts';
import { type Child, h } from '../node.ts';
import type { Erasure, Relationship } from '../relationship.ts';
import { ENGLISH } from '../texts/en.ts';
import type { UiTexts } from '../texts/texts.ts';
import { ACTS, type Next, reportOf } from './actions.ts';
import { wordsOf } from './decided.ts';
import { history } from './history.ts';
import { interestFields, knownFacts } from './known.ts';
import { CENTRE_LOOK } from './look.ts';
import { notices } from './notices.ts';
import { purposeFields } from './purposes.ts';
import { rightsFields } from './rights.ts';
import { signButton } from './sign-button.ts';
import { newSitting, type Sitting } from './sitting.ts';
import { usedOf } from './used.ts';

/** The behaviour of the opened preference centre. */
export interface Dialog extends Behaviour {
  /** Hears what became of a withdrawal. */
  swept(report: Erasure): void;
}

/** The preference centre, once it is opened. A page in which nobody opens it does not load this file and what it imports. */
export function createDialog(host: Host): Dialog {
  dress(host.root, CENTRE_LOOK);
  // Who chooses need not wait for what records it.
  host.relationship?.consent.ready();
  let sitting = newSitting();
  const dialog = () => host.root.querySelector('dialog');
  const isOpen = () => host.hasAttribute('open');

  const goOn = (next: Next) => {
    sitting = { ...sitting, ...next };
    host.update();
  };
  const spoken = () => host.spoken ?? ENGLISH;
  const fail = () => goOn({ said: spoken().failed });
  const closed = () => {
    sitting = newSitting();
    // Heard a task later: it may have been opened again meanwhile.
    if (dialog()?.open) host.update();
    else host.removeAttribute('open');
  };

  const use = (target: EventTarget | null) => {
    const { relationship } = host;
    if (!relationship || !(target instanceof HTMLElement)) return;
    try {
      const next = ACTS[target.dataset.do ?? '']?.(relationship, usedOf(target), sitting, spoken());
      if (next instanceof Promise) next.then(goOn, fail);
      else goOn(next);
    } catch {
      fail();
    }
    if (target instanceof HTMLFormElement) target.reset();
  };
  host.root.addEventListener('change', ({ target }) => use(target));
  host.root.addEventListener('submit', (event) => {
    event.preventDefault();
    use(event.target);
  });

  return {
    render: (relationship) => [
      h('dialog', { part: 'dialog', 'aria-labelledby': 'title' }, isOpen() && content(relationship, spoken(), sitting)),
    ],
    act: (does, _relationship, button) => (does === 'close' ? dialog()?.close() : use(button)),
    swept(report) {
      const { said = '' } = sitting;
      // Once more is nothing new.
      const more = reportOf(report, spoken(), spoken().swept);
      if (isOpen() && !said.includes(more)) goOn({ said: `${said} ${more}` });
    },
    settled() {
      const shown = dialog();
      if (!shown || shown.open === isOpen()) return;
      if (!isOpen()) return shown.close();
      shown.onclose = closed;
      shown.showModal();
    },
  };
}

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
