// @ts-check
import { createCollector, memoryEventStore } from 'kindred/server';
import { pageResponse, plainResponse, sharedFile } from '../server/responses.js';
import { PARTNERS } from '../shops.js';
import { boilingKettle, filmPage } from './film.js';
import { ICON, partnerPage, partnersPage, STYLE } from './pages.js';

/**
 * @import { EventStore } from 'kindred/server'
 * @import { Partner, ShopSign } from '../shops.js'
 */

/** A shop that the others work for. @typedef {ShopSign & { name: string, url: string }} Client */
/** What a partner keeps for one of its clients. @typedef {{ client: Client, store: EventStore }} Account */

/**
 * The others, as one web-standard handler: `/harbour-insights` shows what one of them has stored, and
 * `/harbour-insights/linden/v1/batch` is where the pages of a client send it. Each has an account for each client, and could look
 * into both: that the same person is in them it must not be able to tell.
 * @param {readonly Client[]} clients
 * @returns {(request: Request) => Response | Promise<Response>}
 */
export function createPartners(clients) {
  const partners = PARTNERS.map((partner) => openOffice(partner, clients));
  const style = sharedFile(STYLE, 'text/css; charset=utf-8');
  const icon = sharedFile(ICON, 'image/svg+xml');
  const kettle = sharedFile(boilingKettle(), 'image/svg+xml');
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, name, ...rest] = pathname.split('/');
    if (!name) return pageResponse(partnersPage(PARTNERS, clients));
    if (pathname === '/partners.css') return style(request);
    if (pathname === '/favicon.svg') return icon(request);
    if (pathname === '/kettle-films/kettle.svg') return kettle(request);
    if (pathname === '/kettle-films/film') return framed(filmPage(), clients);
    const office = partners.find(({ partner }) => partner.id === name);
    return (await office?.answer(request, rest.join('/'))) ?? plainResponse(404, 'There is nothing here.');
  };
}

/** @param {Partner} partner @param {readonly Client[]} clients */
function openOffice(partner, clients) {
  const accounts = clients.map((client) => ({ client, store: memoryEventStore() }));
  const collectors = new Map(
    accounts.map(({ client, store }) => [client.id, createCollector({ store, allowedOrigins: originsOf(client) })]),
  );
  return {
    partner,
    /** @param {Request} request @param {string} path after the partner's name */
    async answer(request, path) {
      const [client = '', ...rest] = path.split('/');
      if (rest.length > 0) return partner.collects ? collectors.get(client)?.(request) : undefined;
      if (path === '') return pageResponse(await partnerPage(partner, accounts));
      return path === 'events.json' ? Response.json(await everything(accounts)) : undefined;
    },
  };
}

/** A shop on this machine answers to more than one name. @param {Client} client */
function originsOf({ url }) {
  const { port } = new URL(url);
  return ['localhost', '127.0.0.1', 'shop.localhost', 'www.shop.localhost'].map((host) => `http://${host}:${port}`);
}

/** @param {readonly Account[]} accounts */
async function everything(accounts) {
  const entries = accounts.map(async ({ client, store }) => {
    const events = [];
    for await (const event of store.read()) events.push(event);
    return [client.id, events];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A page that the shops may show in a frame. @param {import('../pages/html.js').Html} page @param {readonly Client[]} clients */
function framed(page, clients) {
  const response = pageResponse(page);
  const ancestors = clients.flatMap(originsOf).join(' ');
  response.headers.set('content-security-policy', `default-src 'self'; frame-ancestors ${ancestors}`);
  return response;
}
