// @ts-check
import { withCart } from '../public/shared/cart.js';
import { html } from './html.js';
import { shelf } from './item-card.js';
import { layout } from './layout.js';
/**
 * @import { HeroContent, ShelfContent } from '../rules.js'
 * @import { Item } from '../catalogue/catalogue.js'
 * @import { Visit } from './layout.js'
 */

/**
 * The home page as everybody sees it who has not allowed more.
 * @param {Visit} visit
 * @param {{ hero: HeroContent, shelf: ShelfContent }} neutral what the rules fall back to
 */
export function homePage(visit, neutral) {
  const { catalogue, cart } = visit;
  return layout(visit, {
    page: 'home',
    main: html`${hero(visit, neutral.hero)}
<section aria-labelledby="rooms">
  <h2 id="rooms" class="unseen">Browse by category</h2>
  <ul class="rooms">${catalogue.categories.map(
    ({ id, title, invitation }) =>
      html`<li><a href="${withCart(`/c/${id}`, cart)}"><span class="frame"><img src="/pictures/scenes/${id}.svg" alt="" width="960" height="640" loading="lazy" decoding="async"></span><span class="name">${title}</span><span class="invitation">${invitation}</span></a></li>`,
  )}</ul>
</section>
${shelf(visit, {
  id: 'home-shelf-title',
  title: neutral.shelf.title,
  items: itemsOf(visit, neutral.shelf.items),
  hooks: html`data-placement="home-shelf" aria-live="polite"`,
  note: 'The same for everybody: nothing about you was used.',
  more: { href: neutral.shelf.href, label: neutral.shelf.label },
})}
${shelf(visit, {
  id: 'for-you-title',
  title: 'Popular now',
  items: visit.popular.slice(0, 8),
  hooks: html`data-shelf="for-you" aria-live="polite"`,
  note: 'What most people look at and buy.',
})}
${visit.neighbourhood.partnersUrl !== undefined && film(visit.neighbourhood.partnersUrl)}
${shelf(visit, { id: 'recent-title', title: 'You looked at these', items: [], hooks: html`data-shelf="recent"`, isSmall: true })}`,
  });
}

/** @param {Visit} visit @param {HeroContent} content */
function hero({ cart }, { eyebrow, title, text, href, label, picture }) {
  return html`<section class="hero" data-placement="home-hero" aria-labelledby="hero-title" aria-live="polite">
  <div class="hero-text">
    <p class="eyebrow" data-eyebrow>${eyebrow}</p>
    <h1 id="hero-title" data-title>${title}</h1>
    <p data-text>${text}</p>
    <p><a class="button" data-link href="${withCart(href, cart)}">${label}</a></p>
    <p class="reason"><strong>Why you see this:</strong> <span data-reason>everybody does; nothing about you was used.</span></p>
    <details class="explain" data-explain="home-hero" hidden><summary>Why do I see this?</summary><p></p><ul></ul></details>
  </div>
  <img class="hero-picture" data-picture src="${picture}" alt="" width="960" height="640">
</section>`;
}

/** A film from elsewhere: nothing of it is loaded before the person allows it. @param {string} partnersUrl */
function film(partnersUrl) {
  return html`<section class="shelf film" aria-labelledby="film-title">
  <div><h2 id="film-title">About to boil</h2>
  <p>A film in one take, by Kettle Films.</p>
  <p class="note">It comes from their server, so it waits for your permission. “Load once” lets it in for this visit of the page, and remembers nothing.</p></div>
  <iframe title="About to boil, a film by Kettle Films" width="480" height="360" data-kindred-purpose="media" data-kindred-party="kettle-films" data-src="${partnersUrl}/kettle-films/film"></iframe>
</section>`;
}

/** @param {Visit} visit @param {readonly string[]} ids @returns {readonly Item[]} */
function itemsOf({ catalogue }, ids) {
  return ids.flatMap((id) => catalogue.item(id) ?? []);
}
