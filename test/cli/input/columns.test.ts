import { describe, expect, test } from 'vitest';
import { cell, parseColumns, resolveColumns } from '../../../src/cli/input/columns.ts';

const csv = (columns: readonly string[], name: string) => ({ name, columns, format: 'csv' as const });

describe('--columns', () => {
  test('names the column of each role, also one with a comma in its name', () => {
    expect(parseColumns('user=customer id, item=name, full,weight=qty,time=at')).toEqual({
      user: 'customer id',
      item: 'name, full',
      weight: 'qty',
      time: 'at',
    });
  });

  test.each([
    ['usr=a', /"usr" is no part of it\. Did you mean "user"\?/],
    ['user', /"user" is no part of it|"user=" is not followed/],
    ['user=,item=b', /"user=" is not followed by the name of a column/],
    ['user=a,user=b', /"user" is given twice/],
    ['__proto__=a', /"__proto__" is no part of it/],
  ])('%s is refused with what is wrong', (text, message) => {
    expect(() => parseColumns(text)).toThrow(message);
    expect(() => parseColumns(text)).toThrow(expect.objectContaining({ code: 'invalid-options', at: '--columns' }));
  });
});

describe('columns of a table', () => {
  test('are those with usual names, without regard to case and signs', () => {
    expect(resolveColumns({}, csv(['Price', 'Customer ID', 'Product-Id', 'Created_At'], 'f'))).toEqual({
      user: 'Customer ID',
      item: 'Product-Id',
      time: 'Created_At',
    });
  });

  test.each([
    [['reviewerID', 'asin', 'overall', 'unixReviewTime'], { user: 'reviewerID', item: 'asin', time: 'unixReviewTime' }],
    [['CustomerID', 'StockCode', 'InvoiceDate'], { user: 'CustomerID', item: 'StockCode', time: 'InvoiceDate' }],
    [['customer_id', 'product_id', 'order_date'], { user: 'customer_id', item: 'product_id', time: 'order_date' }],
    [['user', 'location_id', 'check-in time'], { user: 'user', item: 'location_id', time: 'check-in time' }],
    [
      ['user_id:token', 'item_id:token', 'timestamp:float'],
      { user: 'user_id:token', item: 'item_id:token', time: 'timestamp:float' },
    ],
    [['user_idx', 'item_idx'], { user: 'user_idx', item: 'item_idx' }],
  ])('of public sets are found: %j', (columns, expected) => {
    expect(resolveColumns({}, csv(columns, 'f'))).toEqual(expected);
  });

  test('are those that were named, whatever else there is', () => {
    expect(resolveColumns({ user: 'b', weight: 'q' }, csv(['user', 'b', 'item', 'q'], 'f'))).toEqual({
      user: 'b',
      item: 'item',
      weight: 'q',
    });
  });

  test('that are missing are reported with the columns there are and the nearest name', () => {
    const named = () => resolveColumns({ user: 'usr_name' }, csv(['user_name', 'item'], 'orders.csv'));
    expect(named).toThrow(expect.objectContaining({ code: 'missing-column', at: 'orders.csv' }));
    expect(named).toThrow(
      'no column "usr_name" (for user). Did you mean "user_name"? Its columns: "user_name", "item".',
    );
    expect(() => resolveColumns({}, csv(['user', 'x'], 'f'))).toThrow(
      'no column for item. Name it with --columns item=…',
    );
  });

  test('that were split at the wrong sign are told apart', () => {
    expect(() => resolveColumns({}, csv(['user;item;at'], 'f'))).toThrow('use --delimiter ";"');
    expect(() => resolveColumns({}, csv(['user\titem'], 'f'))).toThrow('use --delimiter tab');
  });
});

test('a dotted name reaches into nested JSON, own properties only', () => {
  const row = { user: { id: 'u1' }, 'a.b': 'whole', a: { b: 'nested' } };
  expect(cell(row, 'user.id')).toBe('u1');
  expect(cell(row, 'a.b')).toBe('whole');
  expect(cell(row, 'user.constructor.name')).toBeUndefined();
  expect(cell(row, 'missing.id')).toBeUndefined();
  expect(resolveColumns({ user: 'user.id', item: 'a.b' }, csv(Object.keys(row), 'f'))).toEqual({
    user: 'user.id',
    item: 'a.b',
  });
});
