// @ts-check
import { countOf, encodeCart, withCart } from '../public/shared/cart.js';
import { html } from './html.js';
import { cardTemplate } from './item-card.js';
import { permissionBanner } from './permission-banner.js';
/**
 * @import { Catalogue, Item } from '../catalogue/catalogue.js'
 * @import { Cart } from '../public/shared/cart.js'
 * @import { Html } from './html.js'
 */

/**
 * What every page can see. Nothing in it is about the person but the cart, which came with the address.
 * @typedef {object} Visit
 * @property {Catalogue} catalogue
 * @property {Cart} cart
 * @property {URL} url
 * @property {readonly Item[]} popular  what sells best at the moment
 * @property {(items: readonly string[], count: number) => readonly Item[]} alsoChosen  what others chose together with these
 */

/**
 * @param {Visit} visit
 * @param {{ title?: string, page: string, main: Html }} content `page` names the kind of page for the script
 */
export function layout({ catalogue, cart, url }, { title, page, main }) {
  const { shop, categories } = catalogue;
  const count = countOf(cart);
  const here = (/** @type {string} */ path) => (url.pathname === path ? html`aria-current="page"` : '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title ? `${title} · ${shop.name}` : `${shop.name}: ${shop.tagline}`}</title>
<meta name="description" content="${shop.tagline}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${STYLES.map((name) => html`<link rel="stylesheet" href="/assets/css/${name}.css">`)}
<script src="/kindred.global.js" defer></script>
<script src="/assets/shop.js" type="module"></script>
</head>
<body data-page="${page}" data-currency="${shop.currency}">
<a class="skip" href="#main">Skip to the content</a>
${permissionBanner()}
<header class="top">
  <a class="brand" href="${withCart('/', cart)}">${mark()}<span>${shop.name}</span></a>
  <form class="search" action="/search" role="search">
    <label class="unseen" for="q">Search the shop</label>
    <input id="q" type="search" name="q" placeholder="Search the shop" maxlength="80" value="${url.searchParams.get('q') ?? ''}">
    ${cart.size > 0 && html`<input type="hidden" name="cart" value="${encodeCart(cart)}">`}
    <button>Search</button>
  </form>
  <nav class="tools" aria-label="Yours">
    <a href="${withCart('/you', cart)}" ${here('/you')}>What we know</a>
    <a class="cart-link" href="${withCart('/cart', cart)}" ${here('/cart')}>Cart <span class="count">${count}<span class="unseen"> ${count === 1 ? 'thing' : 'things'}</span></span></a>
  </nav>
  <nav class="categories" aria-label="Categories">
    <ul>${categories.map(({ id, title }) => html`<li><a href="${withCart(`/c/${id}`, cart)}" ${here(`/c/${id}`)}>${title}</a></li>`)}</ul>
  </nav>
</header>
<aside class="strip" data-placement="page-strip" aria-label="Picked for you" aria-live="polite" hidden>
  <p><a data-strip-link href="/"></a> <span class="reason" data-reason></span></p>
</aside>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="bottom">
  <p><strong>${shop.name}</strong><br>${shop.tagline}</p>
  <p>This is the demonstration shop of <code>kindred</code>. Nothing is for sale, and nothing about you is kept or sent before you allow it: your cart is in this page’s address.</p>
  <p><a href="${withCart('/you', cart)}">See and change what we know</a></p>
  ${shop.credit && html`<p>${shop.credit}</p>`}
</footer>
${cardTemplate()}
</body>
</html>`;
}

const STYLES = ['base', 'frame', 'shelves', 'pages'];

/** The sign of the shop: a linden leaf that tells the time. */
function mark() {
  return html`<svg class="mark" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true"><path d="M20 3C36 6 40 24 21 33C1 26 3 8 20 3z" fill="currentColor"/><path d="M20 33v6" stroke="currentColor" stroke-width="3" stroke-linecap="round"/><path d="M20 12v8l-5 6" fill="none" stroke="var(--paper)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
