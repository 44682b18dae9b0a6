// @ts-check
import { gpcSupport } from 'kindred/consent/signals';
import { matchLanguage } from 'kindred/ui/texts';
import { cartPage, checkoutPage, orderPage } from '../pages/cart.js';
import { categoryPage, searchPage } from '../pages/category.js';
import { homePage } from '../pages/home.js';
import { itemPage } from '../pages/item.js';
import { notFoundPage } from '../pages/not-found.js';
import { partiesPage } from '../pages/parties.js';
import { privacyPage } from '../pages/privacy.js';
import { youPage } from '../pages/you.js';
import { decodeCart, withCart, withQuantity } from '../public/shared/cart.js';
import { neutralContent, shopRules } from '../rules.js';
import { kindredFiles, publicAssets } from './assets.js';
import { createOrders } from './orders.js';
import { createPictures } from './pictures.js';
import { contentPolicy, pageForOnce, pageResponse, plainResponse, redirect, sharedFile } from './responses.js';

/**
 * @import { Catalogue, Item } from '../catalogue/catalogue.js'
 * @import { Cart } from '../public/shared/cart.js'
 * @import { Neighbourhood, Visit } from '../pages/layout.js'
 * @import { ShopSign } from '../shops.js'
 * @import { Recommender } from 'kindred/recommend'
 * @import { RulesFile } from './rules-file.js'
 */

/**
 * What the shop has learnt from its events.
 * @typedef {object} Learnt
 * @property {Recommender} recommender
 * @property {Uint8Array} packed the same model as pages load it
 */

/** @typedef {(request: Request) => Response | Promise<Response>} Handler */

const MAX_FORM_BYTES = 20_000;

/**
 * The shop as one web-standard handler.
 * @param {object} parts
 * @param {Catalogue} parts.catalogue
 * @param {ShopSign} parts.sign
 * @param {Neighbourhood} parts.neighbourhood
 * @param {Handler} parts.collector
 * @param {Handler} parts.recommendations
 * @param {RulesFile} parts.rulesFile
 * @param {(request: Request) => boolean} parts.mayPersonalize as the token says that came with the request
 */
export function createShop({ catalogue, sign, neighbourhood, collector, recommendations, rulesFile, mayPersonalize }) {
  const { partnersUrl } = neighbourhood;
  const pagePolicy = contentPolicy(partnersUrl === undefined ? [] : [partnersUrl]);
  const kindredFileAt = kindredFiles();
  const orders = createOrders();
  const pictureAt = createPictures(catalogue);
  /** @type {Learnt | undefined} */
  let learnt;
  let bestsellers = catalogue.items.map(({ id }) => id);
  const honoursGpc = gpcSupport({ support: true, lastUpdate: '2026-11-22' });
  /** Files by address. */
  const files = new Map([
    ...publicAssets(),
    ['/catalogue.json', sharedFile(catalogueJson(catalogue), 'application/json')],
    ['/favicon.svg', sharedFile(FAVICON, 'image/svg+xml', 86_400)],
    [honoursGpc.path, sharedFile(honoursGpc.body, honoursGpc.contentType)],
    ['/robots.txt', sharedFile('User-agent: *\nDisallow: /\n', 'text/plain; charset=utf-8')],
  ]);
  const writeRules = () => rulesFile.write(shopRules(catalogue, bestsellers));
  writeRules();

  /** @param {Request} request @param {URL} url @param {Cart} cart @returns {Visit} */
  function visitOf(request, url, cart) {
    return {
      catalogue,
      sign,
      neighbourhood,
      language: matchLanguage(url.searchParams.get('lang') ?? 'en'),
      cart: new Map([...cart].filter(([id]) => catalogue.item(id))),
      url,
      isPersonal: mayPersonalize(request),
      popular: bestsellers.slice(0, 12).flatMap((id) => catalogue.item(id) ?? []),
      alsoChosen: (items, count) =>
        itemsOf(learnt?.recommender.recommend({ items, count, where: isForSale }).items ?? []),
    };
  }

  const isForSale = (/** @type {string} */ id) => (catalogue.item(id)?.stock ?? 0) > 0;

  /** @param {readonly { item: string }[]} list @returns {readonly Item[]} */
  const itemsOf = (list) => list.flatMap(({ item }) => catalogue.item(item) ?? []);

  /** @param {Request} request @returns {Promise<Response>} */
  async function handle(request) {
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname === '/v1/recommendations') return recommendations(request);
    if (pathname.startsWith('/v1/')) return collector(request);
    if (pathname === '/kindred/rules.json') return rulesFile.answer(request);
    const visit = visitOf(request, url, decodeCart(url.searchParams.get('cart')));
    if (request.method === 'POST' && pathname === '/orders') return placeOrder(request, url);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plainResponse(405, 'This address is for reading.', { allow: 'GET, HEAD' });
    const file = files.get(pathname) ?? kindredFileAt(pathname) ?? pictureAt(pathname);
    if (file) return file(request);
    const response = page(visit) ?? pageResponse(notFoundPage(visit), 404);
    response.headers.set('content-security-policy', pagePolicy);
    return response;
  }

  /** @param {Visit} visit */
  function page(visit) {
    const [, room = '', id = '', ...rest] = visit.url.pathname.split('/');
    if (rest.length > 0) return undefined;
    switch (id ? `${room}/` : room) {
      case '':
        return pageResponse(homePage(visit, neutralContent(catalogue, bestsellers)));
      case 'c/': {
        const category = catalogue.category(id);
        return category && pageResponse(categoryPage(visit, category));
      }
      case 'i/': {
        const item = catalogue.item(id);
        return item && pageResponse(itemPage(visit, item));
      }
      case 'search':
        return pageResponse(searchPage(visit, catalogue.search(visit.url.searchParams.get('q') ?? '')));
      case 'cart':
        return cart(visit);
      case 'checkout':
        // Every form has a number of its own: Back leads to a new order, never to one that was told already.
        return pageForOnce(checkoutPage(visit, orders.newId()));
      case 'orders/': {
        const order = orders.find(id);
        return order && pageForOnce(orderPage(visit, order));
      }
      case 'you':
        return pageResponse(youPage(visit));
      case 'parties':
        return pageResponse(partiesPage(visit));
      case 'privacy':
        return pageResponse(privacyPage(visit));
      default:
        return undefined;
    }
  }

  /** Shows the cart, or changes it and shows it under its new address. @param {Visit} visit */
  function cart(visit) {
    const { searchParams } = visit.url;
    const id = searchParams.get('add') ?? searchParams.get('set');
    if (id === null) return pageResponse(cartPage(visit));
    const said = searchParams.get('quantity');
    const quantity = said === null ? 1 : Math.max(0, Math.floor(Number(said)) || 0);
    const before = searchParams.has('add') ? (visit.cart.get(id) ?? 0) : 0;
    return redirect(
      withCart('/cart', catalogue.item(id) ? withQuantity(visit.cart, id, before + quantity) : visit.cart),
    );
  }

  /** @param {Request} request @param {URL} url */
  async function placeOrder(request, url) {
    const form = await readForm(request);
    if (form === undefined) return plainResponse(413, 'That is too long for an order.');
    const visit = visitOf(request, url, decodeCart(form.get('cart')));
    if (visit.cart.size === 0) return redirect('/cart');
    return redirect(`/orders/${orders.place(form.get('order') ?? '', visit).id}`);
  }

  return {
    handle,
    recommender: () => learnt?.recommender,
    /** From now on the shop uses this. @param {Learnt} next */
    learn(next) {
      learnt = next;
      bestsellers = next.recommender
        .popular({ count: 200, where: (id) => catalogue.item(id) !== undefined })
        .items.map(({ item }) => item);
      files.set('/kindred/model.safetensors', sharedFile(next.packed, 'application/octet-stream'));
      writeRules();
    },
  };
}

/**
 * What pages need to draw any item. They load the whole list, so that nobody learns from it which items a page chose.
 * @param {Catalogue} catalogue
 */
function catalogueJson({ items, categories }) {
  return JSON.stringify({
    categories: Object.fromEntries(categories.map(({ id, title }) => [id, title])),
    items: Object.fromEntries(items.map(({ id, name, price, category }) => [id, [name, price, category]])),
  });
}

/** @param {Request} request */
async function readForm(request) {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_FORM_BYTES) return undefined;
  }
  return new URLSearchParams(text);
}

const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M20 3C36 6 40 24 21 33C1 26 3 8 20 3z" fill="#4f7a52"/><path d="M20 33v6" stroke="#4f7a52" stroke-width="3" stroke-linecap="round"/><path d="M20 12v8l-5 6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>';
