import { describe, expect, test } from 'vitest';
import { type InputOptions, readInteractions } from '../../../src/cli/input/read-interactions.ts';
import { parseWhere } from '../../../src/cli/input/where.ts';
import { memoryIo } from '../memory-io.ts';
import { temporaryFile } from './tables.ts';

async function read(content: string, options: Partial<InputOptions> = {}, name = 'a.csv') {
  const path = await temporaryFile(name, content);
  return readInteractions({ paths: [path], columns: {}, isStrict: false, ...options }, memoryIo());
}

const pairs = ({ interactions: { users, items, userStart, itemIndex, weight } }: Awaited<ReturnType<typeof read>>) =>
  users.flatMap((user, u) =>
    [...itemIndex.subarray(userStart[u], userStart[u + 1])].map((item, i) => [
      user,
      items[item],
      weight[(userStart[u] ?? 0) + i],
    ]),
  );

describe('rows', () => {
  test('are interactions; those without user or item, or with a weight not above zero, are counted as skipped', async () => {
    const input = await read(
      'user,item,weight\nu1,i1,2\nu1,i1, 3 \n,i1,1\nu1,,1\n  ,i1,1\nu2,i2,0\nu2,i2,-1\nu2,i2,1\n',
    );
    expect(pairs(input)).toEqual([
      ['u1', 'i1', 5],
      ['u2', 'i2', 1],
    ]);
    expect(input.tally).toMatchObject({ read: 8, kept: 3, broken: 0 });
    expect(input.tally.skipped).toEqual({ 'no-user': 2, 'no-item': 1, 'weight-not-positive': 2 });
  });

  test('of several files add up, each with its own format and columns', async () => {
    const first = await temporaryFile('a.csv', 'customer,product\nu1,i1\n');
    const second = await temporaryFile('b.ndjson', '{"user":7,"item":"i1"}\n');
    const input = await readInteractions({ paths: [first, second], columns: {}, isStrict: false }, memoryIo());
    expect(pairs(input).map(([user]) => user)).toEqual(['7', 'u1']);
    expect(input.sources.map(({ columns }) => columns.user)).toEqual(['customer', 'user']);
  });

  test('that are broken are counted, the first five with their line and why', async () => {
    const input = await read(`user,item,weight\n${'u1,i1,x\n'.repeat(7)}u1,i1,1\n`);
    expect(input.tally).toMatchObject({ read: 8, kept: 1, broken: 7 });
    expect(input.tally.firstBroken).toHaveLength(5);
    expect(input.tally.firstBroken[0]).toMatchObject({ line: 2, why: 'weight: "x" is not a number' });
  });

  test('that are broken stop a strict reading, at the first', async () => {
    await expect(read('user,item\nu1,i1\nu2\n', { isStrict: true })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('line 3: 1 value where the header names 2 columns'),
      at: expect.stringMatching(/a\.csv:3$/),
    });
  });

  test('whose ids are not UTF-8 are broken; bytes in columns that nobody reads do no harm', async () => {
    const latin1 = Buffer.from('user,item,note\nu1,i1,caf\xe9\nu2,caf\xe9,x\n', 'latin1');
    const path = await temporaryFile('a.csv', latin1);
    const input = await readInteractions({ paths: [path], columns: {}, isStrict: false }, memoryIo());
    expect(input.tally).toMatchObject({ kept: 1, broken: 1 });
    expect(input.tally.firstBroken[0]).toMatchObject({ line: 3, why: expect.stringContaining('not UTF-8') });
  });

  test('whose ids are objects are broken', async () => {
    const input = await read('{"user":{"id":1},"item":"i"}\n{"user":"u","item":"i"}\n', {}, 'a.ndjson');
    expect(input.tally.firstBroken).toMatchObject([{ line: 1, why: 'user: neither text nor a number' }]);
  });

  test('whose ids are numbers that JSON cannot hold are broken, as several would become one', async () => {
    const rows = ['9007199254740993', '9007199254740992', '1e400', '1.5', '9007199254740991', '"9007199254740993"'];
    const input = await read(rows.map((id) => `{"user":${id},"item":"i"}\n`).join(''), {}, 'a.ndjson');
    expect(input.interactions.users).toEqual(['9007199254740991', '9007199254740993']);
    expect(input.tally).toMatchObject({ kept: 2, broken: 4 });
    expect(input.tally.firstBroken[0]).toMatchObject({
      line: 1,
      why: 'user: the id is too large for a JSON number; quote it',
    });
  });

  test('whose weight no model can hold are broken, with their line, and fatal only when strict', async () => {
    const rows = 'user,item,weight\nu1,i1,1\nu2,i2,3.5e38\n';
    const input = await read(rows);
    expect(input.tally).toMatchObject({ kept: 1, broken: 1, firstBroken: [{ line: 3 }] });
    await expect(read(rows, { isStrict: true })).rejects.toMatchObject({
      code: 'invalid-input',
      at: expect.stringMatching(/:3$/),
    });
  });

  test('without a weight weigh 1 where the column was guessed, and are broken where it was named', async () => {
    const rows =
      '{"user":"u1","item":"i1","weight":2}\n{"user":"u2","item":"i1"}\n{"user":"u3","item":"i1","weight":null}\n';
    expect(pairs(await read(rows, {}, 'a.ndjson')).map(([, , weight]) => weight)).toEqual([2, 1, 1]);
    expect((await read(rows, { columns: { weight: 'weight' } }, 'a.ndjson')).tally).toMatchObject({
      kept: 1,
      broken: 2,
    });
  });

  test('of events never take the weight of a product for their own, unless it is named', async () => {
    const event = (userId: string, weight: number) =>
      JSON.stringify({
        type: 'track',
        event: 'Product Viewed',
        messageId: userId,
        userId,
        anonymousId: 'device',
        properties: { product_id: 'p', weight },
      });
    const events = [event('u1', 12.5), event('', 0)].join('\n');
    const input = await read(events, {}, 'events.ndjson');
    expect(pairs(input)).toEqual([
      ['device', 'p', 1],
      ['u1', 'p', 1],
    ]);
    expect(input.sources[0]?.columns.weight).toBeUndefined();
    const mixed = await read(`${events}\n{"user":"u2","item":"p","weight":3}`, {}, 'events.ndjson');
    expect(pairs(mixed).map(([, , weight]) => weight)).toEqual([1, 1, 3]);
    const named = await read(events, { columns: { weight: 'weight' } }, 'events.ndjson');
    expect(pairs(named)).toEqual([['u1', 'p', 12.5]]);
  });

  test('that are all left out are an error which says why', async () => {
    await expect(read('user,item\n,i\n,j\n')).rejects.toMatchObject({
      code: 'empty-input',
      message: expect.stringContaining('2 read, no-user 2'),
    });
  });

  test('of events that are no interaction are counted', async () => {
    const event = (name: string) =>
      JSON.stringify({ type: 'track', event: name, messageId: name, userId: 'u', properties: { product_id: 'p' } });
    const page = JSON.stringify({ type: 'page', messageId: 'm', anonymousId: 'a' });
    const input = await read(
      [page, page, event('Product Viewed'), event('Product Removed')].join('\n'),
      {},
      'events.ndjson',
    );
    expect(input.tally).toMatchObject({ read: 4, kept: 1, skipped: { 'other-event': 3 } });
  });

  test('of a long run of other events do not keep the first product from being found', async () => {
    const page = `${JSON.stringify({ type: 'page', messageId: 'm', anonymousId: 'a' })}\n`;
    const viewed = JSON.stringify({
      type: 'track',
      event: 'Product Viewed',
      messageId: 'v',
      userId: 'u',
      properties: { product_id: 'p' },
    });
    const input = await read(page.repeat(30_000) + viewed, {}, 'events.ndjson');
    expect(pairs(input)).toEqual([['u', 'p', 1]]);
  });
});

describe('--from and --until', () => {
  const rows = 'user,item,time\nu1,i1,99\nu1,i2,100\nu2,i3,199\nu2,i4,200\nu3,i5,\nu4,i6,soon\n';

  test('split a file in two, so that each row is in one part', async () => {
    const before = await read(rows, { untilMs: 100_000 });
    const after = await read(rows, { fromMs: 100_000 });
    expect(before.interactions.items).toEqual(['i1']);
    expect(after.interactions.items).toEqual(['i2', 'i3', 'i4']);
    expect(before.tally.skipped).toEqual({ 'no-time': 1, 'not-before-until': 3 });
    expect(after.tally).toMatchObject({ skipped: { 'no-time': 1, 'before-from': 1 }, broken: 1 });
    expect(after.tally.firstBroken[0]?.why).toBe('time: "soon" is not a time in seconds');
  });

  test('without them a row needs no time', async () => {
    const { tally, interactions } = await read(rows);
    expect(tally.kept).toBe(5);
    expect([...interactions.time]).toContain(100_000);
    expect([...interactions.time].some(Number.isNaN)).toBe(true);
  });

  test('are not misled by one odd time: it is broken, and the others keep their unit', async () => {
    const day = Date.UTC(2011, 10, 9);
    const seconds = Array.from({ length: 30 }, (_, i) => `u${i},i,${day / 1000 - 15 + i}\n`).join('');
    const input = await read(`user,item,time\nodd,i,${day}\n${seconds}`, { untilMs: day });
    expect(input.sources[0]?.timeUnit).toBe('s');
    expect(input.tally).toMatchObject({ kept: 15, skipped: { 'not-before-until': 15 }, broken: 1 });
    const milliseconds = Array.from({ length: 30 }, (_, i) => `u${i},i,${day - 15 + i}\n`).join('');
    const other = await read(`user,item,time\nodd,i,${day / 1000}\n${milliseconds}`, { untilMs: day });
    expect(other.sources[0]?.timeUnit).toBe('ms');
    expect(other.tally).toMatchObject({ kept: 15, skipped: { 'not-before-until': 15 }, broken: 1 });
  });

  test('refuse a file that mixes seconds and milliseconds, unless told which they are', async () => {
    const mixed = 'user,item,time\nu1,i,1320796800\nu2,i,1320796800000\n';
    await expect(read(mixed)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('--time-unit'),
    });
    expect((await read(mixed, { timeUnit: 'ms' })).tally).toMatchObject({ kept: 2, broken: 0 });
    expect((await read(mixed, { timeUnit: 's' })).tally).toMatchObject({ kept: 1, broken: 1 });
  });

  test('take no time before 1970 or after 2100: such a row is broken', async () => {
    const { tally } = await read('user,item,time\nu,i,1969-12-31\nu,i,2100-01-01\nu,i,1970-01-01\nu,i,2099-12-31\n');
    expect(tally).toMatchObject({ kept: 2, broken: 2 });
    expect(tally.firstBroken[0]?.why).toMatch(/not between 1970 and 2100/);
  });

  test('need a column of times', async () => {
    await expect(read('user,item\nu,i\n', { untilMs: 1 })).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining('--until needs a time'),
    });
  });
});

describe('--where', () => {
  const csv = 'user,item,quantity,code\nu1,i1,6,007\nu2,i2, -1 ,7\nu3,i3,,x\n';
  const keptBy = async (condition: unknown, content = csv, name = 'a.csv') =>
    (await read(content, { where: parseWhere(JSON.stringify(condition)) }, name)).interactions.users;

  test('takes text that is a JSON number for a number, and all other text for text', async () => {
    expect(await keptBy({ '>': [{ var: 'quantity' }, 0] })).toEqual(['u1']);
    expect(await keptBy({ '<': [{ var: 'quantity' }, 0] })).toEqual(['u2']);
    expect(await keptBy({ '==': [{ var: 'code' }, '007'] })).toEqual(['u1']);
    expect(await keptBy({ '==': [{ var: 'code' }, 7] })).toEqual(['u2']);
  });

  test('keeps the types of NDJSON, and reaches into nested values', async () => {
    const rows = '{"user":"u1","item":"i","n":{"a":"6"}}\n{"user":"u2","item":"i","n":{"a":6}}\n';
    expect(await keptBy({ '==': [{ var: 'n.a' }, 6] }, rows, 'a.ndjson')).toEqual(['u2']);
  });

  test('that names an unknown column is refused with its place and the nearest name', async () => {
    await expect(keptBy({ and: [{ '>': [{ var: 'quantty' }, 0] }] })).rejects.toMatchObject({
      code: 'invalid-rule',
      at: expect.stringContaining('/and/0/>/0'),
      message: expect.stringContaining('Did you mean "quantity"?'),
    });
  });

  test('that is malformed is refused', () => {
    expect(() => parseWhere('{">":')).toThrow(expect.objectContaining({ code: 'invalid-rule' }));
    expect(() => parseWhere('{"eqals":[1,1]}')).toThrow(expect.objectContaining({ code: 'invalid-rule' }));
    expect(() => parseWhere('5')).toThrow(expect.objectContaining({ code: 'invalid-rule' }));
  });

  test('holds whole numbers beyond 2^53 as the text they are', async () => {
    const rows = 'user,item,id\nu1,i,9007199254740993\nu2,i,9007199254740992\n';
    expect(await keptBy({ '==': [{ var: 'id' }, '9007199254740993'] }, rows)).toEqual(['u1']);
  });
});

test('reading ends with `aborted` when its signal says so', async () => {
  const path = await temporaryFile('a.csv', 'user,item\nu,i\n');
  const io = memoryIo({ signal: AbortSignal.abort() });
  await expect(readInteractions({ paths: [path], columns: {}, isStrict: false }, io)).rejects.toMatchObject({
    code: 'aborted',
  });
});

test('progress counts the bytes of all files as they are stored', async () => {
  const path = await temporaryFile('a.csv', `user,item\n${'u,i\n'.repeat(50_000)}`);
  const seen: (readonly [number, number | undefined])[] = [];
  const onProgress = (bytes: number, total: number | undefined) => seen.push([bytes, total]);
  await readInteractions({ paths: [path, path], columns: {}, isStrict: false, onProgress }, memoryIo());
  expect(seen.at(-1)).toEqual([400_020, 400_020]);
  expect(seen.map(([bytes]) => bytes)).toEqual([...seen.map(([bytes]) => bytes)].sort((a, b) => a - b));
});
