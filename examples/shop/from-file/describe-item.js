// @ts-check
import { COLOURS, LOOK_FURTHER, PATTERNS, READINGS } from './words.js';

/** @import { Item } from '../catalogue/catalogue.js' */

const SMALL_WORDS = new Set('a and as at by for from i in of on or the to with'.split(' '));
/** For what belongs to a feast and says no more about itself. */
const FESTIVE = ['starThing', 'bauble', 'tree', 'wreath'];
const PALETTES = ['moss', 'honey', 'clay', 'plum', 'sky', 'rose', 'sage', 'linen', 'brick', 'lilac'];

/** What a file tells of one item. @typedef {{ names: string, price: number, buyers: number, pieces: number }} Sold */

/**
 * Makes an item of a shop from a name and figures.
 * @param {string} id
 * @param {Sold} sold
 * @returns {Item}
 */
export function describeItem(id, { names, price, buyers, pieces }) {
  const fitting = READINGS.filter(({ words }) => words.test(names));
  const look = fitting.find(({ kind }) => kind !== LOOK_FURTHER);
  const colour = COLOURS.find(([words]) => words.test(names))?.[1];
  const pattern = PATTERNS.find(([words]) => words.test(names))?.[1];
  return {
    id,
    name: titleCase(names),
    price,
    category: fitting[0]?.category ?? 'curiosities',
    tags: tagsOf(names),
    text: `${plural(buyers, 'person has', 'people have')} taken this home, ${plural(pieces, 'piece', 'pieces')} in all. The file that this shop is made from knows no more about it, so the picture is our guess.`,
    stock: 10 + (pieces % 90),
    picture: {
      kind: look?.kind ?? (fitting[0] ? FESTIVE[hash(id) % FESTIVE.length] : undefined) ?? 'giftbox',
      palette: colour ?? PALETTES[hash(id) % PALETTES.length] ?? 'linen',
      ...(pattern && { pattern }),
      ...(look?.variant && { variant: look.variant }),
    },
  };
}

/** "SET OF 3 CAKE TINS" → "Set of 3 Cake Tins". @param {string} name */
export function titleCase(name) {
  const words = name
    .replace(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trim()
    .split(' ');
  return words
    .map((word, i) => (i > 0 && SMALL_WORDS.has(word.toLowerCase()) ? word.toLowerCase() : capital(word)))
    .join(' ');
}

/** Only what is written in capitals throughout is changed. @param {string} word */
function capital(word) {
  if (word !== word.toUpperCase()) return word;
  return word.toLowerCase().replace(/(^|[-/("+&])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
}

/** @param {string} name */
function tagsOf(name) {
  const words = name.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return [...new Set(words)].filter((word) => !SMALL_WORDS.has(word) && word !== 'design').slice(0, 5);
}

/** @param {string} name an address for it */
export function slug(name) {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 72) || 'item'
  );
}

/** @param {number} count @param {string} one @param {string} many */
function plural(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** @param {string} text */
function hash(text) {
  let sum = 5381;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 33) + text.charCodeAt(i)) >>> 0;
  return sum;
}
