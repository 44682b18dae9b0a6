import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gpcSupport, readGpcHeader, readGpcNavigator, readGpcSupport } from '../../../src/consent/signals/index.ts';
import { HAS_VECTORS, readVectors } from './vectors.ts';

interface HeaderCase {
  readonly values?: readonly string[];
  readonly joined?: string;
  readonly gpc: boolean;
}

interface SupportCase {
  readonly contentType?: string;
  readonly body?: string;
  readonly support: boolean | 'unknown';
  readonly lastUpdate?: string;
}

describe.runIf(HAS_VECTORS)('the vectors of Global Privacy Control', () => {
  const { header = [], navigator = [], wellKnown = [] } = readVectors('gpc-vectors.json') ?? {};

  test.each<HeaderCase>(header)('header $values $joined', ({ values, joined, gpc }) => {
    expect(readGpcHeader(joined ?? values)).toBe(gpc);
    if (values) expect(readGpcHeader(values.join(', '))).toBe(gpc);
  });

  test.each<{ value?: unknown; gpc: unknown }>(navigator)('navigator $value', ({ value, gpc }) => {
    // A text is left to implementations: here the person is believed.
    expect(readGpcNavigator(value)).toBe(typeof gpc === 'boolean' ? gpc : true);
  });

  test.each<SupportCase>(wellKnown)('support $contentType $body', ({ contentType, body, support, lastUpdate }) => {
    const read = readGpcSupport(contentType, body);
    expect(read.support).toBe(support);
    expect(read.lastUpdate).toBe(lastUpdate ?? 'unknown');
  });
});

const rubbish = fc.array(
  fc.oneof(fc.string(), fc.constantFrom('1', '0', ' 1', '1\t', '11', '"1"', '1;a', '', 'true')),
  { maxLength: 5 },
);

test('any value of exactly `1` turns Global Privacy Control on, however the header was sent', () => {
  fc.assert(
    fc.property(rubbish, (values) => {
      // Told without the reader's expression: split, trim, compare.
      const isOn = values
        .join(',')
        .split(',')
        .some((value) => value.replace(/[ \t]/g, '') === '1' && /^[ \t]*1[ \t]*$/.test(value));
      expect(readGpcHeader(values)).toBe(isOn);
      expect(readGpcHeader(values.join(', '))).toBe(isOn);
    }),
  );
});

test.each([null, undefined, {}, 1, [1, null, {}], { length: 1, 0: '1' }])('%j as a header says nothing', (values) => {
  expect(Reflect.apply(readGpcHeader, undefined, [values])).toBe(false);
});

test('a header of a million characters is read at once', () => {
  const hostile = ['0'.repeat(1e6), ' '.repeat(1e6), ', '.repeat(5e5), ',\t '.repeat(3e5), `1${' '.repeat(1e6)}x`];
  const start = performance.now();
  expect(hostile.map(readGpcHeader)).toEqual([false, false, false, false, false]);
  expect(performance.now() - start).toBeLessThan(1000);
});

describe('what a site says of its support', () => {
  const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  const time = fc.oneof(
    date.map((each) => each.toISOString()),
    date.map((each) => each.toISOString().slice(0, 10)),
    date.map((each) => each.toISOString().replace('Z', '+02:00')),
  );

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.boolean(), time, (support, lastUpdate) => {
        const { path, contentType, body } = gpcSupport({ support, lastUpdate });
        expect(path).toBe('/.well-known/gpc.json');
        expect(readGpcSupport(contentType, body)).toEqual({ support, lastUpdate });
      }),
    );
  });

  test.each([
    '2025-02-30',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '2025-01-01T25:00:00Z',
    '2025-01-01T10:00',
    'now',
    '',
  ])('is not dated "%s"', (lastUpdate) => {
    expect(() => gpcSupport({ support: true, lastUpdate })).toThrow(
      expect.objectContaining({ code: 'invalid-options' }),
    );
    expect(readGpcSupport('application/json', JSON.stringify({ gpc: true, lastUpdate }))).toEqual({
      support: true,
      lastUpdate: 'unknown',
    });
  });

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', ' application/json ;x'])(
    'may come as %s',
    (type) => {
      expect(readGpcSupport(type, '{"gpc":false}').support).toBe(false);
    },
  );

  test.each(['application/jsonp', 'application/ld+json', 'text/json', '', undefined, null, {}])(
    'is unknown when it comes as %s',
    (type) => {
      expect(readGpcSupport(type, '{"gpc":true}').support).toBe('unknown');
    },
  );

  test.each([
    '{"__proto__":{"gpc":true}}',
    '{"constructor":{"gpc":true}}',
    '{"gpc":true',
    '['.repeat(60_000),
    `{"gpc":true,"x":"${'x'.repeat(70_000)}"}`,
    'null',
    '',
  ])('is unknown for hostile and broken bodies (%#)', (body) => {
    expect(readGpcSupport('application/json', body)).toEqual({ support: 'unknown', lastUpdate: 'unknown' });
  });

  test('is never guessed from rubbish', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (body) => {
        expect([true, false, 'unknown']).toContain(readGpcSupport('application/json', body).support);
      }),
    );
  });

  test('needs a plain yes or no', () => {
    const options = { support: 'yes', lastUpdate: '2026-01-01' };
    expect(() => Reflect.apply(gpcSupport, undefined, [options])).toThrow(expect.objectContaining({ at: 'support' }));
  });
});
