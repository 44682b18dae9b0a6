import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenIn, cut, linesOf, rowsIn } from './tables.ts';

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A plain twin's way to write CSV: quotes only where they are needed. */
const writeValue = (text: string) => (/[",\r\n]/.test(text) ? quote(text) : text);

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', 'é', '😀', ' ', 'a', '{'), maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'null', '0042'),
);
const columns = fc.uniqueArray(
  fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.constantFrom('__proto__', 'constructor', 'a,b', 'é "q"')),
  {
    minLength: 2,
    maxLength: 4,
  },
);
const table = columns.chain((names) =>
  fc
    .array(fc.array(value, { minLength: names.length, maxLength: names.length }), { minLength: 1, maxLength: 6 })
    .map((rows) => ({ names, rows })),
);
const toRow = (names: readonly string[], cells: readonly string[]) =>
  Object.fromEntries(names.map((name, i) => [name, cells[i]]));
const places = fc.array(fc.nat(), { maxLength: 5 });

describe('any table reads back the same', () => {
  const newline = fc.constantFrom('\n', '\r\n');

  test('written as CSV, whatever the line endings and wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        newline,
        fc.boolean(),
        fc.boolean(),
        places,
        async ({ names, rows }, eol, bom, gzip, at) => {
          const text = [names, ...rows].map((row) => row.map(writeValue).join(',')).join(eol);
          const bytes = Buffer.from((bom ? '\ufeff' : '') + text);
          const lines = await linesOf(cut(gzip ? gzipSync(bytes) : bytes, at), { format: 'csv' });
          expect(brokenIn(lines)).toEqual([]);
          expect(rowsIn(lines)).toEqual(rows.map((row) => toRow(names, row)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('written as NDJSON, whatever the line endings and wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        newline,
        fc.boolean(),
        fc.boolean(),
        places,
        async ({ names, rows }, eol, bom, gzip, at) => {
          const expected = rows.map((row) => toRow(names, row));
          const bytes = Buffer.from((bom ? '\ufeff' : '') + expected.map((row) => JSON.stringify(row)).join(eol));
          const lines = await linesOf(cut(gzip ? gzipSync(bytes) : bytes, at), { format: 'ndjson' });
          expect(brokenIn(lines)).toEqual([]);
          expect(rowsIn(lines)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('where chunks end changes nothing, also in a file full of stray quotes and broken lines', async () => {
  const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', 'a', 'é'), minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, places, async (body, at) => {
      const bytes = Buffer.from(`user,item\n${body}\nu1,i1\n`);
      expect(await linesOf(cut(bytes, at))).toEqual(await linesOf([bytes]));
    }),
    { numRuns: 500 },
  );
});

describe('CSV', () => {
  test('numbers lines as an editor does, through quoted newlines and blank lines', async () => {
    const lines = await linesOf(['user,item\r\n\r\nu1,"a\r\nb\nc"\r\nu2,i2\r\nbad\r\n\r\n"u3",i3,x\r\nu4,i4']);
    expect(lines.map(({ kind, line }) => [kind, line])).toEqual([
      ['header', 1],
      ['row', 3],
      ['row', 6],
      ['broken', 7],
      ['broken', 9],
      ['row', 10],
    ]);
  });

  test('counts a line with too few or too many values as broken, and says how many it has', async () => {
    const lines = await linesOf(['user,item\nu1\nu2,i2,x\nu3,i3\n']);
    expect(brokenIn(lines)).toEqual([
      { line: 2, why: '1 value where the header names 2 columns' },
      { line: 3, why: '3 values where the header names 2 columns' },
    ]);
    expect(rowsIn(lines)).toEqual([{ user: 'u3', item: 'i3' }]);
  });

  test('loses one line, and not the rest of the file, to a quote that is never closed', async () => {
    const lines = await linesOf(['user,item\nu1,"12 inch ruler\nu2,i2\nu3,i3\n']);
    expect(brokenIn(lines)).toEqual([{ line: 2, why: 'a quote is opened and never closed' }]);
    expect(rowsIn(lines).map((row) => row.user)).toEqual(['u2', 'u3']);
  });

  test('keeps the row before a quote that the file ends with', async () => {
    const lines = await linesOf(['user,item\nu1,i1\n"']);
    expect(rowsIn(lines)).toEqual([{ user: 'u1', item: 'i1' }]);
    expect(brokenIn(lines).map(({ line }) => line)).toEqual([3]);
  });

  test('counts stray quotes as broken lines, one by one', async () => {
    const lines = await linesOf(['user,item\nu1,12" ruler\nu2,"a"b\nu3,i3\n']);
    expect(brokenIn(lines).map(({ line }) => line)).toEqual([2, 3]);
    expect(rowsIn(lines).map((row) => row.user)).toEqual(['u3']);
  });

  test('drops a line over 1 MiB without holding it, and reads on behind it', async () => {
    const huge = Array.from({ length: 200 }, () => Buffer.alloc(64 * 1024, 'x'));
    const lines = await linesOf(['user,item\nu1,i1\nu2,', ...huge, '\nu3,i3\n']);
    expect(brokenIn(lines)).toEqual([{ line: 3, why: 'longer than 1024 KiB' }]);
    expect(rowsIn(lines).map((row) => row.user)).toEqual(['u1', 'u3']);
  });

  test('refuses two columns of the same name', async () => {
    await expect(linesOf(['user,item,user\na,b,c\n'])).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('two columns are called "user"'),
    });
  });

  test('refuses a header that cannot be read', async () => {
    await expect(linesOf(['us"er,item\na,b\n'], { format: 'csv' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('line 1: the header cannot be read'),
    });
  });

  test('ignores spaces around names and columns without a name, and keeps spaces in values', async () => {
    const lines = await linesOf([' user , item,\n u1 ,i1,\n']);
    expect(rowsIn(lines)).toEqual([{ user: ' u1 ', item: 'i1' }]);
  });

  test('reads other separators when told', async () => {
    const lines = await linesOf(['user;item\nu1;a,b\n'], { delimiter: ';' });
    expect(rowsIn(lines)).toEqual([{ user: 'u1', item: 'a,b' }]);
  });
});

describe('NDJSON', () => {
  test('counts what is not JSON, not an object or too long as broken, with line numbers', async () => {
    const huge = `{"user":"${'x'.repeat(1024 * 1024)}"}`;
    const lines = await linesOf([
      '{"user":"u1","item":"i1"}\n\n{"user":\n[1]\n',
      huge,
      '\n7\n{"user":"u2","item":"i2"}',
    ]);
    expect(brokenIn(lines).map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(brokenIn(lines)[0]?.why).toMatch(/^not JSON: /);
    expect(brokenIn(lines)[2]?.why).toBe('longer than 1024 KiB');
    expect(rowsIn(lines).map((row) => row.user)).toEqual(['u1', 'u2']);
  });

  test('is not hurt by JSON that is nested without end or names a prototype', async () => {
    const deep = `${'['.repeat(200_000)}`;
    const lines = await linesOf([`${deep}\n{"__proto__":{"polluted":1},"user":"u","item":"i"}\n`], {
      format: 'ndjson',
    });
    expect(brokenIn(lines)).toHaveLength(1);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
    expect(rowsIn(lines)).toHaveLength(1);
  });
});

describe('events', () => {
  const order = {
    type: 'track',
    event: 'Order Completed',
    messageId: 'm1',
    userId: 'ann',
    anonymousId: 'a1',
    timestamp: '2026-05-01T10:00:00Z',
    properties: {
      order_id: 'o1',
      currency: 'EUR',
      products: [
        { product_id: 'p1', quantity: 2 },
        { sku: 's2', price: 3 },
      ],
    },
  };
  const viewed = {
    type: 'track',
    event: 'Product Viewed',
    messageId: 'm2',
    anonymousId: 'a1',
    timestamp: 't',
    properties: { product_id: 'p9', category: 'tea' },
  };
  const read = async (...events: readonly unknown[]) =>
    linesOf([events.map((event) => JSON.stringify(event)).join('\n')]);

  test('an order gives one row per product, with the properties of both', async () => {
    expect(rowsIn(await read(order))).toEqual([
      {
        order_id: 'o1',
        currency: 'EUR',
        product_id: 'p1',
        quantity: 2,
        event: 'Order Completed',
        type: 'track',
        user: 'ann',
        item: 'p1',
        time: order.timestamp,
      },
      {
        order_id: 'o1',
        currency: 'EUR',
        sku: 's2',
        price: 3,
        event: 'Order Completed',
        type: 'track',
        user: 'ann',
        item: 's2',
        time: order.timestamp,
      },
    ]);
  });

  test('a viewed product gives a row of the device where nobody signed in', async () => {
    expect(rowsIn(await read(viewed))).toMatchObject([
      { user: 'a1', item: 'p9', category: 'tea', event: 'Product Viewed' },
    ]);
  });

  test('other events are counted and give no row', async () => {
    const lines = await read(
      { type: 'page', messageId: 'm', anonymousId: 'a' },
      { ...viewed, event: 'Product List Viewed' },
      { ...order, properties: { products: [] } },
      viewed,
    );
    expect(lines.map(({ kind }) => kind)).toEqual(['other', 'other', 'other', 'row']);
  });

  test('products that are no list are a broken line', async () => {
    expect(brokenIn(await read({ ...order, properties: { products: 'p1' } }))).toEqual([
      { line: 1, why: '"properties.products" is not a list' },
    ]);
  });

  test('a plain row with a column called type stays a row', async () => {
    expect(rowsIn(await read({ type: 'page', user: 'u', item: 'i' }))).toEqual([
      { type: 'page', user: 'u', item: 'i' },
    ]);
  });
});
