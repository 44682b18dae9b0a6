import type { InterpretQuery } from '../condition/interpret.ts';

/** The operator of `moment.ts` as the interpreter computes it: by what a calendar and a clock on the wall show. */
export const PLAIN_MOMENT: Readonly<Record<string, InterpretQuery>> = {
  time({ query }, _, { now }) {
    if (now === undefined || Number.isNaN(new Date(now).getTime())) return undefined;
    const zone = typeof query.zone === 'string' ? query.zone : 'UTC';
    const [from, to] = [query.from, query.to].map((text) => (typeof text === 'string' ? text : undefined));
    const days = Array.isArray(query.days) ? query.days : [1, 2, 3, 4, 5, 6, 7];
    const { weekday, clock } = wallIn(zone, now);
    // Times of the day are the shortest: "09:00".
    if ((from ?? to ?? '').length > 5) {
      return now >= instantOf(from, zone, -Infinity) && now < instantOf(to, zone, Infinity) && days.includes(weekday);
    }
    const [begin, end] = [from ?? '00:00', to ?? '24:00'];
    if (begin < end) return clock >= begin && clock < end && days.includes(weekday);
    const yesterday = weekday - 1 || 7;
    return clock >= begin ? days.includes(weekday) : clock < end && days.includes(yesterday);
  },
};

/** What is read there at a time: the weekday from 1 for Monday, the clock, and how far it is ahead of UTC. */
function wallIn(zone: string, ms: number): { weekday: number; clock: string; aheadMs: number } {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const shown = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(shown.get(type));
  const year = shown.get('era') === 'BC' ? 1 - number('year') : number('year');
  const local = new Date(0);
  local.setUTCFullYear(year, number('month') - 1, number('day'));
  local.setUTCHours(number('hour'), number('minute'), number('second'), ((ms % 1000) + 1000) % 1000);
  return {
    weekday: local.getUTCDay() || 7,
    clock: local.toISOString().slice(-13, -8),
    aheadMs: local.getTime() - ms,
  };
}

/** A date, with a time or without, in a zone. Written without an offset it can be there twice, or not at all. */
function instantOf(text: string | undefined, zone: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const full = text.includes('T') ? text : `${text}T00:00`;
  if (/(Z|[+-]\d\d:\d\d)$/.test(full)) return Date.parse(full);
  const written = Date.parse(`${full}Z`);
  // Of the days around it one is ahead as it was, and one as it will be.
  const [before, after] = [-1, 1].map((day) => written - wallIn(zone, written + day * 86_400_000).aheadMs);
  const fitting = [before, after].filter((ms = NaN) => ms + wallIn(zone, ms).aheadMs === written);
  return Math.min(...fitting.map(Number), ...(fitting.length ? [] : [Number(before)]));
}
