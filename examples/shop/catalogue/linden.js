// @ts-check

import { createCatalogue } from './catalogue.js';
import { BOOKS } from './linden/books.js';
import { GREEN } from './linden/green.js';
import { KITCHEN } from './linden/kitchen.js';
import { LIGHT } from './linden/light.js';
import { PAPER } from './linden/paper.js';
import { TEA } from './linden/tea.js';
import { TEAWARE } from './linden/teaware.js';

/** @import { Catalogue, Category, Item } from './catalogue.js' */

/** @type {readonly Category[]} */
const CATEGORIES = [
  {
    id: 'tea',
    title: 'Tea',
    invitation: 'Leaves, blossoms and roots, packed by hand on Thursdays.',
    heading: 'The kettle is already listening',
    palette: 'moss',
  },
  {
    id: 'teaware',
    title: 'Teaware',
    invitation: 'Pots that pour without dripping, cups that fit two hands.',
    heading: 'A good pot is half the conversation',
    palette: 'sky',
  },
  {
    id: 'books',
    title: 'Books',
    invitation: 'Short ones for the tram, long ones for the rain.',
    heading: 'Something to read until it stops raining',
    palette: 'plum',
  },
  {
    id: 'green',
    title: 'Green',
    invitation: 'Plants that forgive, and what they like to be given.',
    heading: 'Your windowsill has room for one more',
    palette: 'forest',
  },
  {
    id: 'light',
    title: 'Light',
    invitation: 'For the hour when the big lamp is too much.',
    heading: 'Put the big lamp out',
    palette: 'night',
  },
  {
    id: 'kitchen',
    title: 'Kitchen',
    invitation: 'Plain things that get better with use.',
    heading: 'Bread, butter, and all afternoon',
    palette: 'clay',
  },
  {
    id: 'paper',
    title: 'Paper',
    invitation: 'To write down, to send, to keep.',
    heading: 'Somebody would love a letter from you',
    palette: 'lilac',
  },
];

/** The shop that we made up, with everything it sells. @returns {Catalogue} */
export function lindenCatalogue() {
  const shop = {
    name: 'Half Past Linden',
    tagline: 'Tea, light and paper for unhurried hours',
    welcome: 'Half past whenever. Sit down a while.',
    currency: 'EUR',
  };
  /** @type {readonly Item[]} */
  const items = [...TEA, ...TEAWARE, ...BOOKS, ...GREEN, ...LIGHT, ...KITCHEN, ...PAPER];
  return createCatalogue(shop, CATEGORIES, items);
}
