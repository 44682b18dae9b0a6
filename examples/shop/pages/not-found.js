// @ts-check
import { html } from './html.js';
import { shelf } from './item-card.js';
import { layout } from './layout.js';
/** @import { Visit } from './layout.js' */

/** @param {Visit} visit */
export function notFoundPage(visit) {
  return layout(visit, {
    title: 'Not here',
    page: 'not-found',
    main: html`<header class="plain"><h1>There is no such shelf</h1><p>Perhaps it was moved, perhaps it was never put up. The kettle is on, in any case.</p></header>
${shelf(visit, { id: 'popular-title', title: 'Popular now', items: visit.popular.slice(0, 4) })}`,
  });
}
