import { type Behaviour, defineElement, type Host } from '../element.ts';
import { h } from '../node.ts';
import type { Dialog } from './dialog.ts';

/**
 * Defines `<kindred-centre>`, the preference centre: a dialog in which the person sees and changes everything. Give it its
 * `relationship`. It opens with its attribute `open`, by a `<kindred-opener>`, by the banner, and by a click on anything with the
 * attribute `data-kindred-open`. What it shows is a file of its own, which is loaded when it is first opened.
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
  defineElement('kindred-centre', undefined, createCentre);
}

// Until the dialog is there it can only say that it could not be loaded, at the edge where no banner is.
const FAULT_LOOK =
  'p{position:fixed;inset:0 0 auto;z-index:var(--kindred-layer,2147483000);padding:1rem;background:var(--s)}';

/** Once loaded, it opens at once wherever it is. */
let makeDialog: ((host: Host) => Dialog) | undefined;

function createCentre(host: Host): Behaviour {
  let hasFailed = false;

  const load = () => {
    import('./dialog.ts').then(
      ({ createDialog }) => {
        makeDialog = createDialog;
        host.update();
      },
      () => {
        hasFailed = true;
        host.dress(FAULT_LOOK);
        // The next press tries again.
        host.removeAttribute('open');
      },
    );
  };

  /** The dialog takes over what it does better. */
  const centre: Behaviour & Partial<Dialog> = {
    render(relationship) {
      const isOpen = host.hasAttribute('open');
      if (isOpen && makeDialog) return Object.assign(centre, makeDialog(host)).render(relationship);
      if (isOpen) load();
      return [hasFailed && !isOpen && h('p', { role: 'alert' }, host.texts.failed)];
    },
    entered({ onWithdrawal }) {
      const stopReports = onWithdrawal?.((report) => centre.swept?.(report));
      const page = host.ownerDocument;
      const hear = (click: Event) => {
        if (click.defaultPrevented || !click.composedPath().some(isOpener)) return;
        click.preventDefault();
        host.setAttribute('open', '');
      };
      page.addEventListener('click', hear);
      return () => {
        stopReports?.();
        page.removeEventListener('click', hear);
        host.root.querySelector('dialog')?.close();
      };
    },
  };
  return centre;
}

const isOpener = (target: EventTarget) => target instanceof Element && target.hasAttribute('data-kindred-open');
