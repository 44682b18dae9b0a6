// @ts-check
import { LANGUAGES } from 'kindred/ui/texts';
import { countOf, encodeCart, withCart } from '../public/shared/cart.js';
import { html } from './html.js';
import { cardTemplate } from './item-card.js';
import { settings } from './settings.js';
/**
 * @import { Catalogue, Item } from '../catalogue/catalogue.js'
 * @import { Cart } from '../public/shared/cart.js'
 * @import { ShopSign } from '../shops.js'
 * @import { Html } from './html.js'
 */

/**
 * Who else there is, as far as pages speak of them.
 * @typedef {object} Neighbourhood
 * @property {string} [partnersUrl]  where those are found with whom the shop works
 * @property {{ name: string, url: string }} [otherShop]
 */

/**
 * What every page can see. Nothing in it is about the person but the cart, which came with the address.
 * @typedef {object} Visit
 * @property {Catalogue} catalogue
 * @property {ShopSign} sign
 * @property {Neighbourhood} neighbourhood
 * @property {string} language  in which the person is asked for permission; the shop itself speaks English
 * @property {Cart} cart
 * @property {URL} url
 * @property {boolean} isPersonal  whether the page will be chosen on the device: then it asks for what that needs at once
 * @property {readonly Item[]} popular  what sells best at the moment
 * @property {(items: readonly string[], count: number) => readonly Item[]} alsoChosen  what others chose together with these
 */

/**
 * @param {Visit} visit
 * @param {{ title?: string, page: string, main: Html }} content `page` names the kind of page for the script
 */
export function layout(visit, { title, page, main }) {
  const { catalogue, cart, url, sign, neighbourhood } = visit;
  const { otherShop } = neighbourhood;
  const { shop, categories } = catalogue;
  const count = countOf(cart);
  const here = (/** @type {string} */ path) => (url.pathname === path ? html`aria-current="page"` : '');
  return html`<!doctype html>
<html lang="en" data-shop="${sign.id}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title ? `${title} · ${shop.name}` : `${shop.name}: ${shop.tagline}`}</title>
<meta name="description" content="${shop.tagline}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${STYLES.map((name) => html`<link rel="stylesheet" href="/assets/css/${name}.css">`)}
<link rel="modulepreload" href="/kindred/kindred.interface.js">
${visit.isPersonal && early()}
<script src="/kindred/kindred.global.js" defer></script>
<script src="/assets/shop.js" type="module"></script>
${settings(visit)}
</head>
<body data-page="${page}" data-currency="${shop.currency}">
<nav aria-label="Shortcut"><a class="skip" href="#main">Skip to the content</a></nav>
<kindred-banner></kindred-banner>
<header class="top">
  <a class="brand" href="${withCart('/', cart)}">${mark(sign)}<span>${shop.name}</span></a>
  <form class="search" action="/search" role="search">
    <label class="unseen" for="q">Search the shop</label>
    <input id="q" type="search" name="q" placeholder="Search the shop" maxlength="80" value="${url.searchParams.get('q') ?? ''}">
    ${cart.size > 0 && html`<input type="hidden" name="cart" value="${encodeCart(cart)}">`}
    <button>Search</button>
  </form>
  <nav class="tools" aria-label="Yours">
    <kindred-opener class="wide-only">Permissions</kindred-opener>
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
${neighbourhood.partnersUrl !== undefined && board()}
<aside class="report" data-report role="status" hidden></aside>
<footer class="bottom">
  <div>
    <p><strong>${shop.name}</strong><br>${shop.tagline}</p>
    ${otherShop && html`<p>Around the corner: <a href="${otherShop.url}/">${otherShop.name}</a></p>`}
    ${shop.credit && html`<p>${shop.credit}</p>`}
  </div>
  <p>This is a demonstration shop of <code>kindred</code>. Nothing is for sale, and nothing about you is kept or sent before you allow it: your cart is in this page’s address.</p>
  <nav aria-label="About you">
    <ul>
      <li><kindred-opener></kindred-opener></li>
      <li><a href="${withCart('/you', cart)}">See and change what we know</a></li>
      <li><a href="${withCart('/parties', cart)}">What others know</a></li>
      <li><a href="${withCart('/privacy', cart)}">Privacy notice</a></li>
    </ul>
  </nav>
  <nav class="languages" aria-label="Language of the permissions">
    <ul>${LANGUAGES.map((one) => languageLink(visit, one))}</ul>
  </nav>
</footer>
<kindred-centre></kindred-centre>
${cardTemplate()}
</body>
</html>`;
}

const STYLES = ['base', 'frame', 'shelves', 'pages'];

/** The same page with the permissions in another language. @param {Visit} visit @param {import('kindred/ui/texts').Language} one */
function languageLink({ url, language }, { tag, name, dir }) {
  const to = new URL(url);
  to.searchParams.set('lang', tag);
  const here = tag === language && html`aria-current="true"`;
  return html`<li><a href="${to.pathname}${to.search}" lang="${tag}" hreflang="${tag}" dir="${dir}" ${here}>${name}</a></li>`;
}

/** What a page loads that is chosen on the device, asked for before the scripts that need it have come. */
function early() {
  return html`${PERSONAL.map((name) => html`<link rel="modulepreload" href="/kindred/kindred.${name}.js">`)}
<link rel="preload" href="/kindred/rules.json" as="fetch" crossorigin>`;
}

const PERSONAL = ['personal', 'operators'];

/** Where Bright Boards may put something: its script waits, as text, until that is allowed. */
function board() {
  return html`<aside class="board" data-board aria-label="Advertisement" hidden></aside>
<script type="text/plain" data-kindred-purpose="ads" data-kindred-party="bright-boards" data-src="/assets/others/bright-boards.js"></script>`;
}

/** The sign of the shop: a linden leaf that tells the time, or a sun over low water. @param {ShopSign} sign */
function mark({ id }) {
  const drawn =
    id === 'low-tide'
      ? html`<circle cx="20" cy="15" r="11" fill="currentColor"/><path d="M2 27q4.5-4 9 0t9 0 9 0 9 0M5 35q4-3.5 7.5 0t7.5 0 7.5 0 7.5 0" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>`
      : html`<path d="M20 3C36 6 40 24 21 33C1 26 3 8 20 3z" fill="currentColor"/><path d="M20 33v6" stroke="currentColor" stroke-width="3" stroke-linecap="round"/><path d="M20 12v8l-5 6" fill="none" stroke="var(--paper)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`;
  return html`<svg class="mark" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true">${drawn}</svg>`;
}
