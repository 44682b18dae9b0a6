// @ts-check
import { withCart } from '../public/shared/cart.js';
import { money } from '../public/shared/money.js';
import { html } from './html.js';
/**
 * @import { Item } from '../catalogue/catalogue.js'
 * @import { Html } from './html.js'
 * @import { Visit } from './layout.js'
 */

/** One item on a shelf. @param {Visit} visit @param {Item} item */
export function itemCard({ catalogue, cart }, item) {
  return card({
    id: item.id,
    href: withCart(`/i/${item.id}`, cart),
    picture: `/pictures/items/${item.id}.svg`,
    name: item.name,
    price: money(item.price, catalogue.shop.currency),
  });
}

/** The same, empty, for the script to fill. */
export function cardTemplate() {
  return html`<template id="card-template">${card({ id: '', href: '/', picture: undefined, name: '', price: '' })}</template>`;
}

/** @param {{ id: string, href: string, picture: string | undefined, name: string, price: string }} item */
function card({ id, href, picture, name, price }) {
  return html`<li class="card"><a data-item="${id}" href="${href}"><span class="frame"><img ${picture && html`src="${picture}"`} alt="" width="400" height="400" loading="lazy" decoding="async"></span><span class="name" data-name>${name}</span></a><span class="price" data-price>${price}</span><span class="why" data-why hidden></span></li>`;
}

/** @param {Visit} visit @param {readonly Item[]} items */
export function cards(visit, items) {
  return items.map((item) => itemCard(visit, item));
}

/**
 * A row of items under a heading. `hooks` are attributes for the script; a shelf without items is hidden until it has some.
 * @param {Visit} visit
 * @param {{ id: string, title: string, items: readonly Item[], hooks?: Html, note?: string, isSmall?: boolean, more?: { href: string, label: string } }} shelf
 */
export function shelf(visit, { id, title, items, hooks, note, more, isSmall = false }) {
  return html`<section class="shelf ${isSmall && 'small'}" aria-labelledby="${id}" ${hooks} ${items.length === 0 && 'hidden'}>
  <div class="shelf-head"><h2 id="${id}" data-title>${title}</h2>${more && html`<a class="more" data-more href="${withCart(more.href, visit.cart)}">${more.label}</a>`}</div>
  ${note !== undefined && html`<p class="note reason" data-reason>${note}</p>`}
  <ul class="cards" data-cards>${cards(visit, items)}</ul>
</section>`;
}
