const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A duration in whole units, rounded up, as people say it: "90 seconds", "12 minutes", "36 hours", "7 days". */
export function sayDuration(ms: number): string {
  // Two of the larger unit are said in it, and one of it that is even.
  const fits = (unit: number) => ms >= 2 * unit || ms === unit;
  if (fits(DAY)) return amount(ms / DAY, 'day');
  if (fits(HOUR)) return amount(ms / HOUR, 'hour');
  if (fits(MINUTE)) return amount(ms / MINUTE, 'minute');
  return amount(ms / SECOND, 'second');
}

/** A time in UTC, to the minute; a midnight as its date. */
export function sayTime(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return 'never';
  const text = date.toISOString();
  return ms % DAY === 0 ? text.slice(0, -14) : `${text.slice(0, -8).replace('T', ' ')} UTC`;
}

function amount(number: number, unit: string): string {
  const whole = Math.ceil(number);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
