import type { FactWords } from '../rules/index.ts';

/** How explanations call the facts of a profile, where no other words are given. */
export const PROFILE_WORDS: FactWords = {
  'counters.*': '# × “*”',
  'affinity.category.*': 'a liking of # for *',
  'views.category.*': '# views of *',
  interests: 'interests #',
  'orders.count': '# orders',
  'orders.value': 'an order value of #',
  'cart.count': '# items in the cart',
  'cart.value': 'a cart value of #',
  sessions: '# visits',
  'page.path': 'the page #',
  'recent.items': 'recent items #',
  'recent.categories': 'recent categories #',
};
