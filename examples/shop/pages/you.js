// @ts-check
import { withCart } from '../public/shared/cart.js';
import { html } from './html.js';
import { layout } from './layout.js';
/** @import { Visit } from './layout.js' */

/**
 * The page where the person sees and changes everything. The server knows none of it: the script fills the page from what is
 * in the browser.
 * @param {Visit} visit
 */
export function youPage(visit) {
  return layout(visit, {
    title: 'What we know',
    page: 'you',
    main: html`<header class="plain"><h1>What we know</h1>
<p>Everything that this shop knows about you is on this page, and you can take back each line of it. It is in your browser; the page below is filled in there.</p></header>
<noscript><p class="note">Without JavaScript this shop keeps nothing at all, so there is nothing to show.</p></noscript>
<p class="status" role="status" data-status></p>
<div class="you" data-you hidden>
  ${panel(
    'permissions',
    'What you allow',
    'Each permission stands for itself, and for each party by itself. Taking one back deletes at once what was kept under it.',
    html`<ul class="permissions" data-permissions></ul>
    <p class="actions"><button type="button" data-kindred-open>See and change all of it</button> <a href="${withCart('/parties', visit.cart)}">What others know</a></p>`,
  )}
  ${panel(
    'account',
    'Who you are',
    'Only if you like. It leaves this browser where you allow “With my name”, and nowhere else.',
    html`<form class="inline" data-account-form><label>Your name <input name="name" maxlength="40" autocomplete="off" required></label><button class="quiet" data-action="sign-in">Tell us</button><button class="quiet" type="button" data-action="sign-out" hidden>Sign out</button></form>`,
  )}
  <div class="you-columns">
  ${panel(
    'interests',
    'What you like',
    'Tell us yourself; it counts more than what we can guess.',
    html`<ul class="tags" data-interests></ul>
    <form class="inline" data-interest-form><label>Add an interest <input name="interest" maxlength="40" list="interest-list" autocomplete="off" required></label><button class="quiet">Add</button>
    <datalist id="interest-list">${suggestions(visit).map((tag) => html`<option value="${tag}"></option>`)}</datalist></form>`,
  )}
  ${panel('affinities', 'What we guess that you like', 'From what you looked at and bought; older visits count less.', html`<ul class="bars" data-affinities></ul>`)}
  ${panel('recent', 'What you looked at', 'Newest first.', html`<ul class="seen" data-recent></ul>`)}
  ${panel('counters', 'What we counted', '', html`<table class="summary"><caption class="unseen">Counters</caption><thead><tr><th scope="col">What</th><th scope="col">How often</th></tr></thead><tbody data-counters></tbody></table>`)}
  </div>
  <section class="panel danger" aria-labelledby="leave">
    <h2 id="leave">Start again</h2>
    <p>“Forget everything” empties the profile and keeps your permissions. “Withdraw all” takes back every permission, from us and from all others: cookies, stored data and waiting messages are deleted at once, and the shop erases what it was sent. “Erase everything” does both.</p>
    <p class="actions"><button data-action="forget-everything">Forget everything</button> <button data-action="withdraw-all">Withdraw all</button> <button data-action="erase-everything">Erase everything</button></p>
  </section>
</div>
${templates()}`,
  });
}

/** @param {string} id @param {string} title @param {string} note @param {import('./html.js').Html} content */
function panel(id, title, note, content) {
  return html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}" tabindex="-1">${title}</h2>${note && html`<p class="note">${note}</p>`}${content}<p class="empty" data-empty="${id}" hidden>Nothing.</p></section>`;
}

/** @param {Visit} visit */
function suggestions({ catalogue }) {
  return [
    ...new Set([...catalogue.categories.map(({ title }) => title), ...catalogue.items.flatMap(({ tags }) => tags)]),
  ].slice(0, 80);
}

function templates() {
  return html`<template id="permission-template"><li class="permission"><h3 data-name></h3><p class="note" data-state></p></li></template>
<template id="interest-template"><li><span data-name></span> <button class="quiet" data-remove><span aria-hidden="true">×</span></button></li></template>
<template id="affinity-template"><li><span class="name" data-name></span><meter min="0" max="1"></meter><span data-value></span><button class="quiet" data-remove>Forget</button></li></template>
<template id="seen-template"><li><img alt="" width="400" height="400" loading="lazy"><a data-name></a><span class="note" data-when></span><button class="quiet" data-remove>Remove</button></li></template>
<template id="counter-template"><tr><th scope="row" data-name></th><td data-value></td></tr></template>`;
}
