// @ts-check
/**
 * The rules of the shop, written from its catalogue. They are plain JSON (`/kindred/rules.json`): a person may read them.
 * @import { Catalogue, Category } from './catalogue/catalogue.js'
 */

/** @typedef {{ eyebrow: string, title: string, text: string, href: string, label: string, picture: string }} HeroContent */
/** @typedef {{ title: string, items: readonly string[], href: string, label: string }} ShelfContent */
/** @typedef {{ text?: string, href?: string }} StripContent */
/** @typedef {{ id: string, when: unknown, priority: number, because: string }} Trigger */

const VIEWS_THAT_COUNT = 3;
/** How long a cart is left alone before the page mentions it. */
const CART_WAITS = '2m';
const ON_A_SHELF = 8;

/**
 * @param {Catalogue} catalogue
 * @param {readonly string[]} bestsellers ids of items, best first
 */
export function shopRules(catalogue, bestsellers) {
  const neutral = neutralContent(catalogue, bestsellers);
  /** @param {(category: Category) => unknown} content */
  const candidates = (content) =>
    catalogue.categories.flatMap((category) =>
      triggers(category).map((trigger) => ({ ...trigger, content: content(category) })),
    );
  return {
    version: 1,
    placements: {
      'home-hero': { candidates: candidates((category) => heroFor(category)), fallback: { content: neutral.hero } },
      'home-shelf': {
        candidates: candidates((category) => shelfFor(catalogue, category, bestsellers)),
        fallback: { content: neutral.shelf },
      },
      'page-strip': {
        candidates: [waitingCart(), ...candidates((category) => stripFor(category))],
        fallback: { content: {} },
      },
    },
  };
}

/**
 * When a category leads. What a person says about herself counts more than what we counted; among several categories that
 * were looked at often, the one with the highest affinity leads.
 * @param {Category} category
 * @returns {Trigger[]}
 */
function triggers({ id, title }) {
  const views = { var: `views.category.${id}` };
  const oftenViewed = { '>=': [views, VIEWS_THAT_COUNT] };
  const because = `Because you looked at {views.category.${id}} things in ${title}`;
  return [
    {
      id: `${id}-said`,
      when: { in: [title, { var: 'interests' }] },
      priority: 20,
      because: `Because you told us that you like ${title}`,
    },
    {
      id: `${id}-now`,
      when: {
        '>=': [
          { count: { event: 'Product Viewed', within: '10m', where: { '==': [{ var: 'category' }, id] } } },
          VIEWS_THAT_COUNT,
        ],
      },
      priority: 15,
      because: `Because you have looked at {views.category.${id}} things in ${title}, some of them just now`,
    },
    { id: `${id}-leads`, when: { and: [oftenViewed, { '==': [{ var: 'top.category' }, id] }] }, priority: 10, because },
    { id: `${id}-often`, when: oftenViewed, priority: 0, because },
  ];
}

/**
 * Something was put into the cart, and nothing was ordered for a while: the page says so when the time comes, though nothing else
 * happens.
 */
function waitingCart() {
  return {
    id: 'cart-waits',
    when: {
      and: [
        { '>': [{ var: 'cart.count' }, 0] },
        { absent: { after: { event: 'Product Added' }, event: 'Order Completed', within: CART_WAITS } },
      ],
    },
    priority: 30,
    because: 'Because something has waited in your cart for two minutes',
    content: { text: 'Your cart is still here', href: '/cart' },
  };
}

/** What everybody sees who has allowed nothing. @param {Catalogue} catalogue @param {readonly string[]} bestsellers */
export function neutralContent({ shop, categories, items }, bestsellers) {
  const first = categories[0];
  /** @type {HeroContent} */
  const hero = {
    eyebrow: shop.tagline,
    title: shop.welcome,
    text: `${items.length.toLocaleString('en')} good things for the part of the day that belongs to you.`,
    href: `/c/${first?.id ?? ''}`,
    label: `Start with ${first?.title ?? 'anything'}`,
    picture: '/pictures/scenes/welcome.svg',
  };
  /** @type {ShelfContent} */
  const shelf = {
    title: 'Fresh on the shelf',
    items: everyNth(
      items.map(({ id }) => id).filter((id) => !bestsellers.slice(0, ON_A_SHELF).includes(id)),
      ON_A_SHELF,
    ),
    href: '/search?q=gift',
    label: 'Ideas for a gift',
  };
  return { hero, shelf };
}

/** @param {Category} category @returns {HeroContent} */
function heroFor({ id, title, heading, invitation }) {
  return {
    eyebrow: `For you, from ${title}`,
    title: heading,
    text: invitation,
    href: `/c/${id}`,
    label: `More in ${title}`,
    picture: `/pictures/scenes/${id}.svg`,
  };
}

/** @param {Catalogue} catalogue @param {Category} category @param {readonly string[]} bestsellers @returns {ShelfContent} */
function shelfFor(catalogue, { id, title }, bestsellers) {
  const rank = new Map(bestsellers.map((item, i) => [item, i]));
  const items = catalogue.inCategory(id).map((item) => item.id);
  items.sort((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity) || 0);
  return { title: `More from ${title}`, items: items.slice(0, ON_A_SHELF), href: `/c/${id}`, label: `All of ${title}` };
}

/** @param {Category} category @returns {StripContent} */
function stripFor({ id, title }) {
  return { text: `Picked for you: more in ${title}`, href: `/c/${id}` };
}

/** @template T @param {readonly T[]} list @param {number} count */
function everyNth(list, count) {
  const step = Math.max(1, Math.floor(list.length / count));
  return list.filter((_, i) => i % step === 0).slice(0, count);
}
