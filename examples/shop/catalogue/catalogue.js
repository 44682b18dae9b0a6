// @ts-check
/**
 * What a shop sells, and the few questions that pages ask about it.
 * @import { Picture } from '../pictures/draw.js'
 */

/**
 * @typedef {object} Item
 * @property {string} id  also its address: lower-case letters, digits and hyphens
 * @property {string} name
 * @property {number} price
 * @property {string} category  id of its category
 * @property {readonly string[]} tags
 * @property {string} text
 * @property {number} stock
 * @property {Picture} picture
 */

/**
 * @typedef {object} Category
 * @property {string} id
 * @property {string} title
 * @property {string} invitation  one line under the title
 * @property {string} heading  what the hero says to somebody who likes this category
 * @property {string} palette
 */

/**
 * @typedef {object} ShopIdentity
 * @property {string} name
 * @property {string} tagline
 * @property {string} welcome  what the hero says to everybody
 * @property {string} currency  ISO 4217
 * @property {string} [credit]  where the data come from
 */

/**
 * @typedef {object} Catalogue
 * @property {ShopIdentity} shop
 * @property {readonly Category[]} categories
 * @property {readonly Item[]} items
 * @property {(id: string) => Item | undefined} item
 * @property {(id: string) => Category | undefined} category
 * @property {(categoryId: string) => readonly Item[]} inCategory
 * @property {(query: string) => readonly Item[]} search
 */

/**
 * @param {ShopIdentity} shop
 * @param {readonly Category[]} categories
 * @param {readonly Item[]} items
 * @returns {Catalogue}
 */
export function createCatalogue(shop, categories, items) {
  const itemById = new Map(items.map((item) => [item.id, item]));
  const categoryById = new Map(categories.map((category) => [category.id, category]));
  const byCategory = new Map(categories.map(({ id }) => [id, items.filter((item) => item.category === id)]));
  const words = items.map((item) => searchText(item, categoryById.get(item.category)?.title ?? ''));
  return {
    shop,
    categories,
    items,
    item: (id) => itemById.get(id),
    category: (id) => categoryById.get(id),
    inCategory: (id) => byCategory.get(id) ?? [],
    search: (query) => search(items, words, query),
  };
}

/** @param {Item} item @param {string} categoryTitle */
function searchText(item, categoryTitle) {
  return { name: plain(item.name), rest: plain(`${item.tags.join(' ')} ${categoryTitle} ${item.text}`) };
}

/**
 * Items that hold every word of the query, those that hold it in their name first.
 * @param {readonly Item[]} items
 * @param {readonly { name: string, rest: string }[]} words
 * @param {string} query
 */
function search(items, words, query) {
  const wanted = plain(query).split(' ').filter(Boolean).slice(0, 12);
  if (wanted.length === 0) return [];
  /** @param {number} i */
  const score = (i) => {
    const { name, rest } = words[i] ?? { name: '', rest: '' };
    if (!wanted.every((word) => `${name} ${rest}`.includes(` ${word}`))) return 0;
    return 1 + wanted.filter((word) => name.includes(` ${word}`)).length;
  };
  return items
    .map((item, i) => ({ item, score: score(i) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((one) => one.item);
}

/** Lower case, without accents and signs, each word after a space. @param {string} text */
function plain(text) {
  const letters = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()}`;
}
