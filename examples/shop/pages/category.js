// @ts-check
import { withCart } from '../public/shared/cart.js';
import { html } from './html.js';
import { cards } from './item-card.js';
import { layout } from './layout.js';

/**
 * @import { Category, Item } from '../catalogue/catalogue.js'
 * @import { Visit } from './layout.js'
 */

const PER_PAGE = 24;

/** @param {Visit} visit @param {Category} category */
export function categoryPage(visit, category) {
  const items = visit.catalogue.inCategory(category.id);
  return layout(visit, {
    title: category.title,
    page: 'category',
    main: html`<header class="room">
  <div><h1>${category.title}</h1><p>${category.invitation}</p></div>
  <img src="/pictures/scenes/${category.id}.svg" alt="" width="960" height="640">
</header>
${pagedCards(visit, items, `/c/${category.id}`, `Everything in ${category.title}`)}`,
  });
}

/** @param {Visit} visit @param {readonly Item[]} found */
export function searchPage(visit, found) {
  const query = (visit.url.searchParams.get('q') ?? '').trim();
  const main = query
    ? html`<h1>Results for “${query}”</h1><p data-results="${found.length}">${counted(found.length)} found.</p>
${found.length > 0 ? pagedCards(visit, found, `/search?q=${encodeURIComponent(query)}`, 'Results') : nothingFound(visit)}`
    : html`<h1>Search</h1><p>Write what you have in mind, for example <em>green</em>, <em>candle</em> or <em>gift</em>.</p>${nothingFound(visit)}`;
  return layout(visit, { title: query ? `Search: ${query}` : 'Search', page: 'search', main });
}

/** @param {Visit} visit */
function nothingFound(visit) {
  return html`<section class="shelf" aria-labelledby="instead"><h2 id="instead">Others enjoyed</h2><ul class="cards">${cards(visit, visit.popular.slice(0, 4))}</ul></section>`;
}

/** @param {Visit} visit @param {readonly Item[]} items @param {string} path @param {string} label */
function pagedCards(visit, items, path, label) {
  const pages = Math.max(1, Math.ceil(items.length / PER_PAGE));
  const page = Math.min(Math.max(1, Math.floor(Number(visit.url.searchParams.get('page'))) || 1), pages);
  const shown = items.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return html`<ul class="cards" aria-label="${label}">${cards(visit, shown)}</ul>${pages > 1 && pager(visit, path, page, pages)}`;
}

/** @param {Visit} visit @param {string} path @param {number} page @param {number} pages */
function pager({ cart }, path, page, pages) {
  const to = (/** @type {number} */ n) => withCart(`${path}${path.includes('?') ? '&' : '?'}page=${n}`, cart);
  return html`<nav class="pager" aria-label="Pages">
  ${page > 1 && html`<a rel="prev" href="${to(page - 1)}">Previous</a>`}
  <span>Page ${page} of ${pages}</span>
  ${page < pages && html`<a rel="next" href="${to(page + 1)}">Next</a>`}
</nav>`;
}

/** @param {number} n */
function counted(n) {
  return n === 1 ? 'One thing' : `${n} things`;
}
