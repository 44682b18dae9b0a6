import { defineElement } from '../element.ts';
import { LOOK } from '../look.ts';
import { h } from '../node.ts';
import { FIRST_ENGLISH } from '../texts/first.ts';

/**
 * Defines `<kindred-opener>`: a small button that opens the preference centre, so that a permission is never further away than
 * it was when it was given. Any element with the attribute `data-kindred-open` does the same.
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
  defineElement('kindred-opener', LOOK, (host) => ({
    render: () => [
      h(
        'button',
        { type: 'button', part: 'button opener', 'aria-haspopup': 'dialog', 'data-kindred-open': true },
        h('slot', {}, (host.spoken ?? FIRST_ENGLISH).centreTitle),
      ),
    ],
  }));
}
