// @ts-check
import { itemPicture, scene } from '../pictures/draw.js';
import { sharedFile } from './responses.js';

/** @import { Catalogue, Category, Item } from '../catalogue/catalogue.js' */

const DAY_SECONDS = 86_400;
const MAX_KEPT = 600;

/**
 * Draws pictures when they are asked for and keeps the last ones.
 * @param {Catalogue} catalogue
 */
export function createPictures(catalogue) {
  /** @type {Map<string, (request: Request) => Response>} */
  const kept = new Map();
  /** @param {string} path @returns {((request: Request) => Response) | undefined} */
  return (path) => {
    const known = kept.get(path);
    if (known) return known;
    const drawn = draw(catalogue, path);
    if (drawn === undefined) return undefined;
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    const file = sharedFile(drawn, 'image/svg+xml', DAY_SECONDS);
    kept.set(path, file);
    return file;
  };
}

/** @param {Catalogue} catalogue @param {string} path */
function draw(catalogue, path) {
  const [, folder, id = ''] = /^\/pictures\/(items|scenes)\/([a-z0-9-]+)\.svg$/.exec(path) ?? [];
  const item = folder === 'items' ? catalogue.item(id) : undefined;
  if (item) return itemPicture(item.id, item.picture);
  const category = folder === 'scenes' ? catalogue.category(id) : undefined;
  if (category) return stillLife(category.id, category.palette, catalogue.inCategory(id));
  return folder === 'scenes' && id === 'welcome' ? welcome(catalogue) : undefined;
}

/** A few different things of one category. @param {string} seed @param {string} palette @param {readonly Item[]} items */
function stillLife(seed, palette, items) {
  const chosen = new Map();
  for (const { picture } of items) if (chosen.size < 4 && !chosen.has(picture.kind)) chosen.set(picture.kind, picture);
  const more = items.slice(1).map(({ picture }) => picture);
  const pictures = [...chosen.values(), ...more.filter((picture) => ![...chosen.values()].includes(picture))].slice(
    0,
    4,
  );
  return scene(seed, pictures, palette);
}

/** Something from everywhere. @param {Catalogue} catalogue */
function welcome({ categories, inCategory }) {
  const first = categories.flatMap(
    (/** @type {Category} */ { id }) => inCategory(id)[id === 'teaware' ? 1 : 0]?.picture ?? [],
  );
  return scene('welcome', [2, 1, 3, 4, 0].flatMap((i) => first[i] ?? []).slice(0, 5), 'sage');
}
