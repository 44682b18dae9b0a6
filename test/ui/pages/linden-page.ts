// A page with all elements; its address says how: `?open`, `?look`, `?accept`, `?lang=ar`, `?gpc`.
import { defineElements } from '../../../src/ui/index.ts';
import { lookAround, openLinden } from '../linden.ts';

const wishes = new URLSearchParams(location.search);
const linden = openLinden({
  language: wishes.get('lang') ?? 'en',
  ...(wishes.has('gpc') && { signals: ['gpc'] }),
  offer: [{ purpose: 'analytics', degree: 'anonymous' }],
});
if (wishes.has('look')) lookAround(linden);
if (wishes.has('accept')) linden.consent.choose([{ purpose: '*', party: '*' }]);

defineElements();
for (const tag of ['kindred-opener', 'kindred-banner', 'kindred-centre'] as const) {
  const element = document.createElement(tag);
  element.relationship = linden;
  if (tag === 'kindred-centre') element.toggleAttribute('open', wishes.has('open'));
  document.querySelector('main')?.append(element);
}
