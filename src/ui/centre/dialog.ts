import { button } from '../button.ts';
import type { Behaviour, Host } from '../element.ts';
import { type Child, h } from '../node.ts';
import type { Erasure, Relationship } from '../relationship.ts';
import { OPENED } from '../texts/opened.ts';
import { ACTS } from './actions.ts';
import { wordsOf } from './decided.ts';
import { CENTRE_LOOK } from './look.ts';
import type { Next, Shown } from './part.ts';
import { inside, loadPart, section } from './parts.ts';
import { purposeFields } from './purposes.ts';
import { signButton } from './sign-button.ts';
import { newSitting } from './sitting.ts';

/** The behaviour of the opened preference centre. */
export interface Dialog extends Behaviour {
  /** Hears what became of a withdrawal. */
  swept(report: Erasure): void;
}

/** The preference centre, once it is opened. A page in which nobody opens it does not load this file and what it imports. */
export function createDialog(host: Host): Dialog {
  host.dress(CENTRE_LOOK);
  // Who chooses need not wait for what records it.
  host.relationship?.consent.ready();
  let sitting = newSitting();
  /** Whether it waits for what stands above the purposes, so that nothing moves afterwards; nothing as long as there is no need. */
  let waits: boolean | undefined;
  const unfolded = new Set<string>();
  const dialog = () => host.root.querySelector('dialog');
  const isOpen = () => host.hasAttribute('open');

  const goOn = (next: Next) => {
    sitting = { ...sitting, ...next };
    host.update();
  };
  const shownTo = (relationship: Relationship): Shown => ({
    relationship,
    sitting,
    unfolded,
    texts: { ...OPENED, ...host.texts },
    spoken: host.spoken,
  });
  const fail = () => goOn({ said: host.texts.failed });
  const note = () => {
    if (waits !== undefined) return;
    waits = true;
    loadPart('notices')
      .finally(() => {
        waits = false;
      })
      .then(host.update, fail);
  };
  const closed = () => {
    sitting = newSitting();
    waits = undefined;
    // Heard a task later: it may have been opened again meanwhile.
    if (dialog()?.open) host.update();
    else host.removeAttribute('open');
  };

  const use = (target: EventTarget | null) => {
    const { relationship } = host;
    if (!relationship || !(target instanceof HTMLElement)) return;
    try {
      const next = ACTS[target.dataset.do ?? '']?.(shownTo(relationship), target);
      if (target instanceof HTMLFormElement) target.reset();
      if (next instanceof Promise) next.then(goOn, fail);
      else goOn(next);
    } catch {
      fail();
    }
  };
  const unfold = (details: HTMLDetailsElement) => {
    const { key = '', of = '' } = details.dataset;
    unfolded.add(`${key} ${of}`);
    loadPart(key).then(host.update, () => {
      // The next press tries again.
      details.open = false;
      fail();
    });
  };
  host.root.addEventListener('change', ({ target }) => use(target));
  host.root.addEventListener('submit', (event) => {
    event.preventDefault();
    use(event.target);
  });
  // It does not bubble.
  host.root.addEventListener(
    'toggle',
    ({ target }) => target instanceof HTMLDetailsElement && target.open && unfold(target),
    true,
  );

  return {
    render(relationship) {
      const shown = shownTo(relationship);
      if (isOpen() && isNoting(shown)) note();
      return [h('dialog', { part: 'dialog', 'aria-labelledby': 'title' }, isOpen() && content(shown))];
    },
    act: (does, _relationship, button) => (does === 'close' ? dialog()?.close() : use(button)),
    swept(report) {
      // One withdrawal may be told in several reports.
      import('./notices.ts').then(
        ({ leftOf }) => {
          const { said } = sitting;
          const more = leftOf(report, host.spoken);
          if (isOpen() && !said.includes(more)) goOn({ said: `${said} ${more}` });
        },
        () => {},
      );
    },
    settled() {
      const shown = dialog();
      if (!shown || shown.open === isOpen()) return;
      if (!isOpen()) return shown.close();
      shown.onclose = closed;
      if (!waits) shown.showModal();
    },
  };
}

function isNoting({ relationship, sitting }: Shown): boolean {
  const { isPaused, conflicts } = relationship.consent.state();
  return isPaused || sitting.isOffer || conflicts.length > 0;
}

function content(shown: Shown): Child {
  const { relationship, sitting, texts } = shown;
  const { consent, profile } = relationship;
  const isAllowing = [...wordsOf(consent).values()].some(({ degree }) => degree !== 'none');
  const unfolding = (name: 'interests' | 'known' | 'history' | 'rights') =>
    section(shown, name, h('h3', {}, texts[name]));
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
      inside(shown, 'notices'),
      purposeFields(shown),
      profile && [unfolding('interests'), unfolding('known')],
      unfolding('history'),
      unfolding('rights'),
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
