// @ts-check
import { find, findAll } from './dom.js';
/** @import { Kindred } from 'kindred' */

/**
 * Tells kindred what happens on this page. What becomes of it is for the person to decide: without permission it goes nowhere.
 * @param {Kindred} kindred
 */
export function tellWhatHappens(kindred) {
  const { page } = document.body.dataset;
  kindred.page(page);
  const item = find('article[data-product-id]');
  if (item) kindred.track('Product Viewed', productOf(item));
  const query = new URLSearchParams(location.search).get('q')?.trim();
  if (page === 'search' && query) kindred.track('Products Searched', { query });
  tellCart(kindred, item);
  tellOrder(kindred);
}

/** @param {Kindred} kindred @param {HTMLElement | undefined} item */
function tellCart(kindred, item) {
  find('[data-add-form]')?.addEventListener('submit', (event) => {
    const { currentTarget } = event;
    if (!item || !(currentTarget instanceof HTMLFormElement)) return;
    kindred.track('Product Added', {
      ...productOf(item),
      quantity: Number(new FormData(currentTarget).get('quantity')) || 1,
    });
  });
  for (const form of findAll('[data-remove-form]')) {
    form.addEventListener('submit', () => {
      const line = form.closest('[data-product-id]');
      if (line instanceof HTMLElement)
        kindred.track('Product Removed', { ...productOf(line), quantity: Number(line.dataset.quantity) });
    });
  }
}

/**
 * An order is told when it is placed, once, even if the page closes on it. The server writes each order number into one form
 * only, and the browser does not keep that page.
 * @param {Kindred} kindred
 */
function tellOrder(kindred) {
  const form = find('[data-order-form]');
  let isTold = false;
  form?.addEventListener('submit', () => {
    if (isTold) return;
    isTold = true;
    const { orderId, total } = form.dataset;
    kindred.track('Order Completed', {
      order_id: orderId ?? '',
      total: Number(total),
      currency: document.body.dataset.currency ?? 'EUR',
      products: findAll('tr[data-product-id]').map((row) => ({
        ...productOf(row),
        quantity: Number(row.dataset.quantity),
      })),
    });
  });
}

/** @param {HTMLElement} element */
function productOf({ dataset }) {
  return {
    product_id: dataset.productId ?? '',
    name: dataset.productName ?? '',
    category: dataset.productCategory ?? '',
    price: Number(dataset.productPrice),
  };
}
