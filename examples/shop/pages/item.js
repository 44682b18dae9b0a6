// @ts-check
import { encodeCart, withCart } from '../public/shared/cart.js';
import { money } from '../public/shared/money.js';
import { html } from './html.js';
import { shelf } from './item-card.js';
import { layout } from './layout.js';
/**
 * @import { Item } from '../catalogue/catalogue.js'
 * @import { Visit } from './layout.js'
 */

/** @param {Visit} visit @param {Item} item */
export function itemPage(visit, item) {
  const { catalogue, cart } = visit;
  const category = catalogue.category(item.category);
  const { currency } = catalogue.shop;
  return layout(visit, {
    title: item.name,
    page: 'item',
    main: html`<article class="item" data-product-id="${item.id}" data-product-name="${item.name}" data-product-category="${item.category}" data-product-price="${item.price}">
  <img class="item-picture" src="/pictures/items/${item.id}.svg" alt="${item.name}, drawn" width="400" height="400">
  <div class="item-text">
    <p class="eyebrow">${category && html`<a href="${withCart(`/c/${category.id}`, cart)}">${category.title}</a>`}</p>
    <h1>${item.name}</h1>
    <p class="price">${money(item.price, currency)}</p>
    <p class="prose">${item.text}</p>
    <form class="add" action="/cart" data-add-form>
      <input type="hidden" name="cart" value="${encodeCart(cart)}">
      <input type="hidden" name="add" value="${item.id}">
      <label>Quantity <input type="number" name="quantity" value="1" min="1" max="99" inputmode="numeric"></label>
      <button class="button" data-action="add-to-cart">Add to cart</button>
    </form>
    <p class="stock">${stockLine(item.stock)}</p>
    <ul class="tags" aria-label="Tags">${item.tags.map((tag) => html`<li><a href="${withCart(`/search?q=${encodeURIComponent(tag)}`, cart)}">${tag}</a></li>`)}</ul>
  </div>
</article>
${shelf(visit, {
  id: 'also-title',
  title: 'Others also chose',
  items: visit.alsoChosen([item.id], 4),
  hooks: html`data-shelf="also-chosen" aria-live="polite"`,
  note: `From what people have in their carts together with ${item.name}.`,
})}
${shelf(visit, { id: 'recent-title', title: 'You looked at these', items: [], hooks: html`data-shelf="recent"`, isSmall: true })}`,
  });
}

/** @param {number} stock */
function stockLine(stock) {
  if (stock < 10) return `Only ${stock} left on the shelf.`;
  return 'In stock. Wrapped in plain paper, sent the next working day.';
}
