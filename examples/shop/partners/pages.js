// @ts-check
import { html } from '../pages/html.js';

/**
 * @import { StoredEvent } from 'kindred/server'
 * @import { Html } from '../pages/html.js'
 * @import { Account, Client } from './partners.js'
 * @import { Partner } from '../shops.js'
 */

const MOST_SHOWN = 50;
const LAST_THINGS = 4;

/** @param {string} title @param {Html} main */
function page(title, main) {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/partners.css"></head>
<body><main>${main}</main></body>
</html>`;
}

/** @param {readonly Partner[]} partners @param {readonly Client[]} clients */
export function partnersPage(partners, clients) {
  return page(
    'The others',
    html`<h1>The others</h1>
<p>They work for ${shopLinks(clients)}. Each shows what it has stored.</p>
<ul>${partners.map(({ id, name }) => html`<li><a href="/${id}">${name}</a></li>`)}</ul>`,
  );
}

/**
 * Everything that a partner has stored, for everybody to see: no real one would do that.
 * @param {Partner} partner
 * @param {readonly Account[]} accounts
 */
export async function partnerPage({ name, collects }, accounts) {
  const clients = accounts.map(({ client }) => client);
  if (!collects) {
    return page(
      name,
      html`<h1>${name}</h1><p>Shows its films on pages of ${shopLinks(clients)}, and stores nothing.</p>`,
    );
  }
  const books = await Promise.all(
    accounts.map(async ({ client, store }) => ({ client, ...(await visitorsIn(store)) })),
  );
  const [first, second] = books.map(({ visitors }) => new Set(visitors.keys()));
  const common = [...(first ?? [])].filter((id) => second?.has(id)).length;
  return page(
    name,
    html`<p class="eyebrow"><a href="/">The others</a></p>
<h1>${name}</h1>
<p>Everything that ${name} has stored for ${shopLinks(clients)}. No real firm would show you this page.</p>
${books.map((book) => clientTable(book))}
<h2>Both together</h2>
<p data-common="${common}">Visitors that ${name} can recognise in both shops: <strong>${common}</strong>. A person has another number in each, made with a key that does not leave the browser.</p>`,
  );
}

/** @param {{ client: Client, visitors: ReadonlyMap<string, readonly StoredEvent[]>, anonymous: number }} book */
function clientTable({ client, visitors, anonymous }) {
  const rows = [...visitors].slice(-MOST_SHOWN).reverse();
  return html`<h2>${client.name}</h2>
${
  rows.length === 0
    ? html`<p class="note">No visitor with a number so far.</p>`
    : html`<div class="wide" role="region" aria-label="Visitors of ${client.name}" tabindex="0"><table>
<thead><tr><th scope="col">Known as</th><th scope="col">Messages</th><th scope="col">Degree</th><th scope="col">Lately</th></tr></thead>
<tbody>${rows.map(([id, events]) => visitorRow(client, id, events))}</tbody></table></div>`
}
<p class="note">${anonymous} ${anonymous === 1 ? 'message' : 'messages'} without any number.</p>`;
}

/** @param {Client} client @param {string} id @param {readonly StoredEvent[]} events */
function visitorRow({ id: shop }, id, events) {
  const last = events.at(-1);
  const lately = events.slice(-LAST_THINGS).map(({ type, event, properties }) => {
    const item = properties?.product_id;
    return `${event ?? type}${typeof item === 'string' ? ` (${item})` : ''}`;
  });
  return html`<tr data-client="${shop}" data-known-as="${id}"><th scope="row"><code>${id}</code>${last?.userId && html`<br>${last.userId}`}</th><td>${events.length}</td><td>${last?.context?.kindred?.degree}</td><td>${lately.join(', ')}</td></tr>`;
}

/** @param {Account['store']} store */
async function visitorsIn(store) {
  /** @type {Map<string, StoredEvent[]>} */
  const visitors = new Map();
  let anonymous = 0;
  for await (const event of store.read()) {
    if (event.anonymousId === undefined) anonymous += 1;
    else visitors.set(event.anonymousId, [...(visitors.get(event.anonymousId) ?? []), event]);
  }
  return { visitors, anonymous };
}

/** @param {readonly Client[]} clients */
function shopLinks(clients) {
  return clients.map(({ name, url }, i) => html`${i > 0 && ' and '}<a href="${url}/">${name}</a>`);
}

export const STYLE = `:root{color-scheme:light dark;--paper:#f4f5f7;--ink:#1f2733;--soft:#566071;--line:#c9d0da;--mark:#2f5d8a}
@media(prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e6eaf0;--soft:#a5b0c0;--line:#38414f;--mark:#8fbbe6}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:68rem;margin:0 auto;padding:clamp(1rem,4vw,3rem)}
h1,h2{font-weight:600;line-height:1.2}
h2{margin:2rem 0 .5rem}
a{color:var(--mark)}
.note,.eyebrow{color:var(--soft)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:36rem}
th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top;font-weight:400}
thead th{color:var(--soft)}
code{font-size:.9rem}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.film{display:grid;place-items:center;min-height:100vh;background:#2f374d}
.film{overflow:hidden}
.film img{width:max(100vw,100vh)}
`;

export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="15" cy="20" r="11" fill="#2f5d8a"/><circle cx="25" cy="20" r="11" fill="#8fbbe6" opacity=".8"/></svg>';
