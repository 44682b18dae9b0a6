const QUARTER_MS = 900_000;

// What a `Date` can hold.
const LAST_MS = 8.64e15;

type Offset = (ms: number) => number;

// A formatter costs more than everything else here, and many rules name the same zone.
const OFFSETS: Map<string, Offset> = /* @__PURE__ */ new Map();

/**
 * How far a time zone is ahead of UTC at a time, both in milliseconds. Zones change at quarters of an hour, so that one quarter
 * after the other is asked for once.
 *
 * @throws RangeError where there is no such zone
 */
export function zoneOffset(zone: string): Offset {
  const known = OFFSETS.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  let quarter = Number.NaN;
  let offset = 0;
  const read: Offset = (ms) => {
    const asked = Math.floor(ms / QUARTER_MS);
    if (asked !== quarter && Math.abs(ms) < LAST_MS) {
      quarter = asked;
      offset = parseOffset(format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value);
    }
    return offset;
  };
  OFFSETS.set(zone, read);
  return read;
}

/** "GMT+05:30", and "GMT-00:01:15" of long ago. */
function parseOffset(text = ''): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(text) ?? [];
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
