// @ts-check
import { encodeCart, withCart, withQuantity } from '../public/shared/cart.js';
import { money } from '../public/shared/money.js';
import { html } from './html.js';
import { shelf } from './item-card.js';
import { layout } from './layout.js';
/**
 * @import { Item } from '../catalogue/catalogue.js'
 * @import { Order } from '../server/orders.js'
 * @import { Visit } from './layout.js'
 */

/** @typedef {{ item: Item, quantity: number }} Line */

/** @param {Visit} visit @returns {readonly Line[]} */
export function linesOf({ catalogue, cart }) {
  return [...cart].flatMap(([id, quantity]) => {
    const item = catalogue.item(id);
    return item ? [{ item, quantity }] : [];
  });
}

/** @param {readonly Line[]} lines */
export function totalOf(lines) {
  return lines.reduce((sum, { item, quantity }) => sum + Math.round(item.price * 100) * quantity, 0) / 100;
}

/** @param {Visit} visit */
export function cartPage(visit) {
  const lines = linesOf(visit);
  const { cart, catalogue } = visit;
  const main =
    lines.length === 0
      ? html`<h1>Your cart is empty</h1><p>It has a light heart, then. <a href="/">Have a look around</a>.</p>${shelf(visit, { id: 'popular-title', title: 'Popular now', items: visit.popular.slice(0, 4) })}`
      : html`<h1>Your cart</h1>
<p class="note">It is kept in the address of this page and nowhere else. Bookmark it, and you have saved it.</p>
<ul class="lines">${lines.map((line) => cartLine(visit, line))}</ul>
<p class="total">Together <strong>${money(totalOf(lines), catalogue.shop.currency)}</strong></p>
<p><a class="button" href="${withCart('/checkout', cart)}">Go to checkout</a></p>
${shelf(visit, {
  id: 'also-title',
  title: 'Goes well with it',
  items: visit.alsoChosen([...cart.keys()], 4),
  hooks: html`data-shelf="also-chosen" aria-live="polite"`,
  note: 'From what others have in their carts together with these.',
})}`;
  return layout(visit, { title: 'Cart', page: 'cart', main });
}

/** @param {Visit} visit @param {Line} line */
function cartLine({ cart, catalogue }, { item, quantity }) {
  const rest = encodeCart(withQuantity(cart, item.id, 0));
  const { currency } = catalogue.shop;
  return html`<li class="line" data-product-id="${item.id}" data-product-name="${item.name}" data-product-category="${item.category}" data-product-price="${item.price}" data-quantity="${quantity}">
  <img src="/pictures/items/${item.id}.svg" alt="" width="400" height="400">
  <a class="name" data-item="${item.id}" href="${withCart(`/i/${item.id}`, cart)}">${item.name}</a>
  <form action="/cart">
    <input type="hidden" name="cart" value="${encodeCart(cart)}"><input type="hidden" name="set" value="${item.id}">
    <label><span class="unseen">Quantity of ${item.name}</span><input type="number" name="quantity" value="${quantity}" min="0" max="99" inputmode="numeric"></label>
    <button class="quiet">Update<span class="unseen"> ${item.name}</span></button>
  </form>
  <form action="/cart" data-remove-form>
    ${rest && html`<input type="hidden" name="cart" value="${rest}">`}
    <button class="quiet">Remove<span class="unseen"> ${item.name}</span></button>
  </form>
  <span class="price">${money(item.price * quantity, currency)}</span>
</li>`;
}

/** @param {Visit} visit @param {string} orderId the number that this order will have, also if it is placed twice */
export function checkoutPage(visit, orderId) {
  const lines = linesOf(visit);
  if (lines.length === 0) return cartPage(visit);
  const { currency } = visit.catalogue.shop;
  return layout(visit, {
    title: 'Checkout',
    page: 'checkout',
    main: html`<h1>Checkout</h1>
<p>This is a demonstration, so there is nothing to fill in: no name, no address, no card.</p>
<table class="summary">
  <caption class="unseen">What you are ordering</caption>
  <thead><tr><th scope="col">Thing</th><th scope="col">Quantity</th><th scope="col">Price</th></tr></thead>
  <tbody>${lines.map(({ item, quantity }) => html`<tr data-product-id="${item.id}" data-product-name="${item.name}" data-product-category="${item.category}" data-product-price="${item.price}" data-quantity="${quantity}"><th scope="row">${item.name}</th><td>${quantity}</td><td>${money(item.price * quantity, currency)}</td></tr>`)}</tbody>
  <tfoot><tr><th scope="row" colspan="2">Together</th><td>${money(totalOf(lines), currency)}</td></tr></tfoot>
</table>
<form method="post" action="/orders" autocomplete="off" data-order-form data-order-id="${orderId}" data-total="${totalOf(lines)}">
  <input type="hidden" name="cart" value="${encodeCart(visit.cart)}">
  <input type="hidden" name="order" value="${orderId}">
  <button class="button" data-action="place-order">Place order</button>
  <a href="${withCart('/cart', visit.cart)}">Back to the cart</a>
</form>`,
  });
}

/** @param {Visit} visit @param {Order} order */
export function orderPage(visit, order) {
  const { currency } = visit.catalogue.shop;
  return layout(visit, {
    title: `Order ${order.id}`,
    page: 'order',
    main: html`<div class="thanks">
  <h1>Thank you!</h1>
  <p>Order <strong data-order="${order.id}">${order.id}</strong> would now be wrapped in plain paper, if this were a real shop.</p>
  <ul>${order.lines.map(({ item, quantity }) => html`<li>${quantity} × ${item.name}</li>`)}</ul>
  <p>Together <strong>${money(order.total, currency)}</strong></p>
  <p><a class="button" href="/">Back to the shop</a></p>
</div>`,
  });
}
