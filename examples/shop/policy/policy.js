// @ts-check
import { PARTNERS } from '../shops.js';
import { policyTexts } from './texts.js';

/** @import { ShopSign } from '../shops.js' */

/** What the shop asks for; what "yes" means is the highest degree, what less means is up to the person. */
const PURPOSES = /** @type {const} */ ([
  { id: 'storage', degree: 'on-device' },
  { id: 'personalization', degree: 'on-device' },
  { id: 'analytics', degree: 'identified' },
  { id: 'statistics', degree: 'pseudonymous' },
  { id: 'media', degree: 'pseudonymous' },
  {
    id: 'ads',
    degree: 'pseudonymous',
    // What Global Privacy Control refuses.
    sale: true,
    // What the script of Bright Boards leaves behind, to be removed with the permission.
    keeps: {
      cookies: ['bb_*'],
      localStorage: ['bb_*'],
      sessionStorage: ['bb_*'],
      databases: ['bright-boards'],
      caches: ['bright-boards'],
    },
  },
]);

/** Another version asks everybody again. */
const VERSION = '2026-11';

/**
 * What a shop asks for, in words of a language. Without others nothing is asked for them.
 * @param {ShopSign} sign
 * @param {string} name
 * @param {{ language?: string, partnersUrl?: string | undefined }} [options]
 */
export function shopPolicy({ source }, name, { language = 'en', partnersUrl } = {}) {
  const texts = policyTexts(language);
  const partners = partnersUrl === undefined ? [] : PARTNERS;
  const isNeeded = (/** @type {string} */ purpose) =>
    partners.length > 0 || !PARTNERS.some((partner) => partner.purpose === purpose);
  return {
    version: VERSION,
    notice: '/privacy',
    controller: {
      name,
      contact: 'The keeper of the shop',
      address: '1 Example Row',
      email: `privacy@${source}`,
      phone: '+0 000 000',
      url: `https://${source}/`,
    },
    purposes: PURPOSES.filter((purpose) => isNeeded(purpose.id)).map((purpose) => ({
      ...purpose,
      ...texts.purposes[purpose.id],
    })),
    groups: partners.length > 0 ? Object.entries(texts.groups).map(([group, words]) => ({ id: group, ...words })) : [],
    parties: partners.map((partner) => ({
      id: partner.id,
      name: partner.name,
      groups: partner.groups,
      purposes: [partner.purpose],
      description: texts.parties[partner.id],
      url: `${partnersUrl}/${partner.id}`,
    })),
  };
}

/**
 * Where a shop's pages send what happens, for those who collect it.
 * @param {ShopSign} sign
 * @param {string | undefined} partnersUrl
 */
export function destinationsOf({ id }, partnersUrl) {
  if (partnersUrl === undefined) return [];
  return PARTNERS.filter(({ collects }) => collects).map((partner) => ({
    party: partner.id,
    purpose: partner.purpose,
    endpoint: `${partnersUrl}/${partner.id}/${id}/v1`,
  }));
}
