/** `541,909` */
export function count(amount: number): string {
  return amount.toLocaleString('en-US');
}

/** `1 row`, `2 rows` */
export function counted(amount: number, one: string, many: string = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

/** `5.6 MB`, in powers of 1,000. */
export function bytes(amount: number): string {
  if (amount < 1000) return `${amount} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(amount) / 3));
  const value = amount / 1000 ** power;
  return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${units[power - 1]}`;
}

/** `0.42 s`, `12.3 s`, `3 min 5 s` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `2011-11-09`, or with the time of day where there is one: `2011-11-09 12:30 UTC`. */
export function time(milliseconds: number): string {
  const [day = '', clock = ''] = new Date(milliseconds).toISOString().split('T');
  return clock === '00:00:00.000Z' ? day : `${day} ${clock.slice(0, 5)} UTC`;
}
