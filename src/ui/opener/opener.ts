import { button } from '../button.ts';
import { defineCentre } from '../centre/centre.ts';
import { ensureCentre } from '../centre/ensure-centre.ts';
import { defineElement } from '../element.ts';
import { h } from '../node.ts';

/**
 * Defines `<kindred-opener>`: a small button that opens the preference centre, so that a permission is never further away than
 * it was when it was given. A page without a centre gets one. Any element with the attribute `data-kindred-open` opens the centre that is there.
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 * import { defineOpener } from 'kindred/ui';
 *
 * defineOpener();
 * const opener = document.createElement('kindred-opener');
 * opener.relationship = createKindred({ source: 'shop.example' });
 * document.querySelector('footer')?.append(opener);
 * ```
 */
export function defineOpener(): void {
  defineCentre();
  defineElement('kindred-opener', '', (host) => ({
    render: () => [
      button('opener', h('slot', {}, host.texts.centreTitle), { 'aria-haspopup': 'dialog', 'data-kindred-open': true }),
    ],
    act: () => ensureCentre(host),
  }));
}
