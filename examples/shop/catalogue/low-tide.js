// @ts-check
import { describeItem, slug } from '../from-file/describe-item.js';
import { seededBy } from '../pictures/seeded-by.js';
import { createCatalogue } from './catalogue.js';

/** @import { Catalogue, Category, Item } from './catalogue.js' */

/** @type {readonly Category[]} */
const CATEGORIES = [
  {
    id: 'garden',
    title: 'Garden',
    invitation: 'For what grows in salt wind.',
    heading: 'The wind has dropped; come out',
    palette: 'moss',
  },
  {
    id: 'warm',
    title: 'Warm & Soft',
    invitation: 'After the water.',
    heading: 'Dry socks, and then everything else',
    palette: 'clay',
  },
  {
    id: 'wall',
    title: 'Walls',
    invitation: 'Hooks, clocks, and a window that is painted.',
    heading: 'That wall could do with a horizon',
    palette: 'sky',
  },
  {
    id: 'boxes',
    title: 'Boxes & Baskets',
    invitation: 'For shells, string and keys that fit nothing.',
    heading: 'Everything washed up, in order',
    palette: 'linen',
  },
  {
    id: 'bags',
    title: 'Bags',
    invitation: 'They dry by themselves.',
    heading: 'Pack for the far end of the beach',
    palette: 'brick',
  },
];

/** What is sold, with the sentence beside it; what it looks like the words in the names say. */
const GOODS = {
  garden: [
    ['Sea Lavender Pot', 'It has seen worse weather than this.'],
    ['Rosemary Plant Pot', 'Cut it, and it comes back insulted and stronger.'],
    ['Driftwood Bird Table', 'Gulls have their own opinion of it.'],
    ['Blue Watering Can', 'Holds four litres and one spider.'],
    ['Coast Flower Seeds', 'Thrift, campion and a surprise.'],
    ['Green Garden Trowel', 'Digs sand as well, at weekends.'],
  ],
  warm: [
    ['Grey Harbour Blanket', 'Woven for boats, kept on sofas.'],
    ['Striped Deck Cushion', 'Floats, if it must.'],
    ['Long Socks', 'Two of them. They match.'],
    ['Pier Doormat', 'Keeps most of the beach outside.'],
    ['Red Hot Water Bottle', 'The last resort, and a good one.'],
    ['Navy Scarf', 'Long enough for two people who like each other.'],
  ],
  wall: [
    ['Tide Clock', 'Tells you when to leave the island.'],
    ['Brass Coat Hook', 'Holds a wet coat without complaint.'],
    ['Horizon Picture Frame', 'Level, always.'],
    ['Slate Ferry Sign', 'Ask when it leaves, and write it down.'],
    ['Porthole Mirror', 'You look well in it.'],
    ['Star Chime', 'Three notes, none of them in a hurry.'],
  ],
  boxes: [
    ['Wicker Shell Basket', 'Sand falls through; shells stay.'],
    ['Driftwood Box', 'For string that is too short.'],
    ['Chest of Small Drawers', 'Twelve places to look for the key.'],
    ['Biscuit Tin', 'Also keeps matches dry.'],
    ['Rope Storage Box', 'Coils like a sleeping dog.'],
    ['Wooden Crate', 'It came full of apples.'],
  ],
  bags: [
    ['Canvas Beach Bag', 'Carries towels out and the beach back.'],
    ['Oilskin Backpack', 'Rain is its favourite.'],
    ['Blue Lunch Box', 'Two sandwiches and a plum.'],
    ['Yellow Umbrella', 'Seen from the lighthouse.'],
    ['Striped Shopper', 'For three days of groceries, or one of books.'],
    ['Small Ferry Purse', 'Coins only, and a button.'],
  ],
};

/** The second shop that we made up. @returns {Catalogue} */
export function lowTideCatalogue() {
  const shop = {
    name: 'Low Tide Supply',
    tagline: 'Useful things from the edge of the sea',
    welcome: 'Low tide. Take your time.',
    currency: 'EUR',
  };
  const random = seededBy(shop.name);
  const items = Object.entries(GOODS).flatMap(([category, goods]) =>
    goods.map(([name = '', text = '']) => itemOf(name, text, category, random)),
  );
  return createCatalogue(shop, CATEGORIES, items);
}

/** @param {string} name @param {string} text @param {string} category @param {() => number} random @returns {Item} */
function itemOf(name, text, category, random) {
  const price = Math.round(60 + random() * 900) / 10 / 2;
  const described = describeItem(slug(name), { names: name, price, buyers: 1, pieces: Math.floor(random() * 90) });
  return { ...described, category, text };
}
