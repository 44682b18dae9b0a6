// @ts-check
import { destinationsOf, shopPolicy } from '../policy/policy.js';
import { html } from './html.js';
/** @import { Visit } from './layout.js' */

/**
 * What the script of every page needs to know, as data: who asks, for what, on behalf of whom, and in which language.
 * @param {Visit} visit
 */
export function settings({ catalogue, sign, neighbourhood: { partnersUrl }, language }) {
  const data = {
    source: sign.source,
    language,
    policy: shopPolicy(sign, catalogue.shop.name, { language, partnersUrl }),
    destinations: destinationsOf(sign, partnersUrl),
  };
  // Nothing in it may end the element that it stands in.
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html`<script type="application/json" data-settings>${{ html: text }}</script>`;
}
