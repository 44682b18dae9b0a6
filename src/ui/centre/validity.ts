import { type Attributes, type Child, h } from '../node.ts';
import type { OpenedTexts } from '../texts/opened.ts';
import { DAY_MS, days } from './dates.ts';

const PERIODS = [1, 7, 30, 90];

/** For how long a permission holds: at most as long as the region lets it. */
export function validity(texts: OpenedTexts, grantDays: number, until: number | undefined, whose: Attributes): Child {
  const chosen = until === undefined ? grantDays : Math.max(1, Math.round((until - Date.now()) / DAY_MS));
  const periods = [...new Set([...PERIODS.filter((period) => period < grantDays), chosen, grantDays])];
  return h(
    'label',
    { class: 'row' },
    h('span', {}, texts.validFor),
    h(
      'select',
      { 'data-do': 'set', ...whose },
      periods
        .sort((one, other) => one - other)
        .map((period) => h('option', { value: period, selected: period === chosen }, days(texts, period))),
    ),
  );
}
