import type { Refusal } from './http.ts';

export const NOT_WITHDRAWN: Refusal = {
  status: 403,
  code: 'not-withdrawn',
  message: 'The ledger ends no permission of these purposes. Withdraw it first, or send "erase": true for everything.',
  at: '/ledger',
};

export const BUSY: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'Too many requests at once. Send it again later.',
  headers: { 'retry-after': '1' },
};

export const NOT_NOW: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'The request could not be carried out now. Send it again later.',
  headers: { 'retry-after': '5' },
};
