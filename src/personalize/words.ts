import type { FactWords } from '../rules/index.ts';

/** How explanations call the facts of a profile, where no other words are given. */
export const PROFILE_WORDS: FactWords = {
  'counters.*': '# × *',
  'views.category.*': '# view|views of *',
  'affinity.category.*': 'interest # in *',
  'orders.count': '# order|orders',
  'cart.count': '# in the cart',
  'cart.value': 'a cart worth #',
  'page.path': 'the page #',
};
