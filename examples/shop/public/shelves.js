// @ts-check
import { cart, catalogue, fillShelf } from './catalogue.js';
import { find, write } from './dom.js';
import { putBack } from './rows.js';

/** @import { Kindred } from 'kindred' */

const FOR_YOU = 8;
const ALSO_CHOSEN = 4;
const RECENT = 6;
/** What was looked at two weeks ago counts half. */
const HALF_LIFE_DAYS = 14;
/** From 0, the best match, to 1, the most mixed. */
const VARIETY = 0.3;

/**
 * Keeps the shelves that kindred recommends for: "for you", "others also chose", "you looked at these". The server has written
 * what is right for everybody; it stays until the person allows more, and comes back when she takes that back.
 * @param {Kindred} kindred
 */
export function followShelves(kindred) {
  const shelves = [forYou(kindred), alsoChosen(kindred), recent(kindred)];
  let isDue = false;
  const look = () => {
    isDue = false;
    for (const fill of shelves) void fill?.();
  };
  kindred.onChange(() => {
    // Many changes in a row are one change for the eye.
    if (!isDue) queueMicrotask(look);
    isDue = true;
  });
  look();
}

/** @param {Kindred} kindred */
const isPersonal = ({ consent }) => consent.state().choices.personalization?.decision === 'granted';

/** @param {Kindred} kindred */
function forYou(kindred) {
  return whenAllowed(kindred, 'for-you', async (shelf) => {
    const { items: seen } = kindred.profile.snapshot().recent;
    if (seen.length === 0) return false;
    const { items } = await catalogue();
    const list = await kindred.recommend({
      placement: 'for-you',
      count: FOR_YOU,
      exclude: shownAlready(kindred),
      explain: true,
      halfLifeDays: HALF_LIFE_DAYS,
      diversity: { strength: VARIETY, by: 'category' },
    });
    if (list.kind !== 'personal') return false;
    const why = (/** @type {string | undefined} */ id) =>
      id !== undefined && Object.hasOwn(items, id) && items[id] ? `Because of ${items[id][0]}` : '';
    await fillShelf(
      shelf,
      list.items.map(({ item, because }) => ({ item, why: why(because?.[0]?.item) })),
    );
    write('[data-title]', 'For you', shelf);
    const chosen = 'Chosen in your browser, from what you looked at and bought here.';
    const cost = Math.round(100 * (list.rearranged?.relevanceLoss ?? 0));
    write('[data-reason]', cost > 0 ? `${chosen} Variety costs ${cost} % of the best match.` : chosen, shelf);
    return true;
  });
}

/** What the decided shelf above holds. @param {Kindred} kindred @returns {readonly string[]} */
function shownAlready(kindred) {
  const { kind, content } = kindred.decide('home-shelf');
  const items =
    kind === 'matched' && typeof content === 'object' && content !== null ? Reflect.get(content, 'items') : [];
  return Array.isArray(items) ? items : [];
}

/** @param {Kindred} kindred */
function alsoChosen(kindred) {
  const item = find('article[data-product-id]')?.dataset.productId;
  const items = item === undefined ? [...cart.keys()] : [item];
  return whenAllowed(kindred, 'also-chosen', async (shelf) => {
    if (items.length === 0 || kindred.profile.snapshot().purchased.length === 0) return false;
    const list = await kindred.recommend({ placement: 'also-chosen', items, count: ALSO_CHOSEN });
    if (list.kind !== 'personal') return false;
    await fillShelf(shelf, list.items);
    write('[data-reason]', 'Without what you already have from us.', shelf);
    return true;
  });
}

/** @param {Kindred} kindred */
function recent(kindred) {
  const current = find('article[data-product-id]')?.dataset.productId;
  return whenAllowed(kindred, 'recent', async (shelf) => {
    const items = kindred.profile
      .snapshot()
      .recent.items.filter((item) => item !== current)
      .slice(0, RECENT);
    if (items.length === 0) return false;
    await fillShelf(
      shelf,
      items.map((item) => ({ item })),
    );
    return true;
  });
}

/**
 * Fills a shelf where personalization is allowed, and puts back what the server wrote where it is not.
 * @param {Kindred} kindred
 * @param {string} name
 * @param {(shelf: HTMLElement) => Promise<boolean>} fill answers whether it had something to say
 */
function whenAllowed(kindred, name, fill) {
  const shelf = find(`[data-shelf="${name}"]`);
  if (!shelf) return undefined;
  const before = {
    hidden: shelf.hidden,
    title: textIn(shelf, '[data-title]'),
    reason: textIn(shelf, '[data-reason]'),
    cards: [...(find('[data-cards]', shelf)?.children ?? [])],
  };
  let isPersonalNow = false;
  let turn = 0;
  return async () => {
    turn += 1;
    const mine = turn;
    const isFilled = isPersonal(kindred) && (await fill(shelf));
    if (isFilled && mine === turn && isPersonal(kindred)) {
      isPersonalNow = true;
    } else if ((isPersonalNow || isFilled) && mine === turn) {
      isPersonalNow = false;
      shelf.hidden = before.hidden;
      write('[data-title]', before.title, shelf);
      write('[data-reason]', before.reason, shelf);
      const list = find('[data-cards]', shelf);
      if (list) putBack(list, before.cards);
    }
  };
}

/** @param {HTMLElement} shelf @param {string} selector */
function textIn(shelf, selector) {
  return find(selector, shelf)?.textContent ?? '';
}
