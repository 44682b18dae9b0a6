// @ts-check
/**
 * Who takes part: two shops and the four others that they work with. All of them are made up, and run on this machine.
 */

/**
 * A shop as others see it.
 * @typedef {object} ShopSign
 * @property {string} id  names its colours, and its account with the others
 * @property {string} source  its name as a party, in every permission
 * @property {string} host  under which its pages are opened: cookies belong to a host whatever its port, so each shop has one of its own
 */

/** @type {ShopSign} */
export const LINDEN = { id: 'linden', source: 'linden.example', host: 'localhost' };

/** @type {ShopSign} */
export const LOW_TIDE = { id: 'low-tide', source: 'low-tide.example', host: '127.0.0.1' };

/**
 * Somebody else, to whom pages send or from whom they load something, if the person allows it.
 * @typedef {object} Partner
 * @property {string} id
 * @property {string} name
 * @property {string} purpose
 * @property {readonly string[]} groups
 * @property {boolean} collects  whether it is sent what people do
 */

/** @type {readonly Partner[]} */
export const PARTNERS = [
  { id: 'harbour-insights', name: 'Harbour Insights', purpose: 'statistics', groups: [], collects: true },
  { id: 'bright-boards', name: 'Bright Boards', purpose: 'ads', groups: ['advertisers'], collects: true },
  { id: 'lamppost-leaflets', name: 'Lamppost Leaflets', purpose: 'ads', groups: ['advertisers'], collects: true },
  { id: 'kettle-films', name: 'Kettle Films', purpose: 'media', groups: [], collects: false },
];

/** Where all the others are found: a host of their own, so that no cookie of a shop comes along. */
export const PARTNERS_HOST = 'partners.localhost';
