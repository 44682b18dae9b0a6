import type { FactTypes } from '../rules/index.ts';

/** The facts of a profile that conditions can read, with their types; `*` stands for any name. */
export const PROFILE_FACTS: FactTypes = Object.freeze({
  firstSeen: 'number',
  lastSeen: 'number',
  sessions: 'number',
  'counters.*': 'number',
  'views.category.*': 'number',
  'affinity.category.*': 'number',
  'top.category': 'string',
  'recent.items': 'strings',
  'recent.categories': 'strings',
  interests: 'strings',
  purchased: 'strings',
  'orders.count': 'number',
  'orders.value': 'number',
  'cart.count': 'number',
  'cart.value': 'number',
  'traits.*': 'string',
});
