// @ts-check
import { shopPolicy } from '../policy/policy.js';
import { html } from './html.js';
import { layout } from './layout.js';
/** @import { Visit } from './layout.js' */

/** The notice that the banner links to, written from the policy itself. @param {Visit} visit */
export function privacyPage(visit) {
  const { catalogue, sign, neighbourhood } = visit;
  const { version, controller, purposes, parties } = shopPolicy(sign, catalogue.shop.name, neighbourhood);
  return layout(visit, {
    title: 'Privacy notice',
    page: 'privacy',
    main: html`<header class="plain"><h1>Privacy notice</h1>
<p>Version ${version} of ${controller.name}, ${controller.address}. Nothing in this list happens before you allow it, and each part ends when you say so.</p></header>
<div class="plain">
${purposes.map(({ id, title, description, gives, takes }) => {
  const others = parties.filter((party) => party.purposes.includes(id));
  return html`<section><h2>${title}</h2><p>${description}</p><p>You get: ${gives}. It takes: ${takes}.</p>
${others.length > 0 && html`<p>Others who ask for it: ${others.map(({ name }) => name).join(', ')}.</p>`}</section>`;
})}
<section><h2>How long</h2><p>A permission lasts half a year unless you choose less, and so does a refusal. Under “Permissions” you can read, change, carry, pause and erase all of it.</p></section>
</div>`,
  });
}
