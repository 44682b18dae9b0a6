import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placesIn } from '../../../src/cli/input/json-places.ts';

const placeOf = (text: string, pointer: string) => placesIn(text, [pointer]).get(pointer);

/** Every value of a document by its JSON Pointer. */
function* valuesIn(value: unknown, pointer = ''): Generator<[string, unknown]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* valuesIn(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

describe('places in a JSON text', () => {
  const text = '{\n  "a": [1, {"b/c": "x,]}", "~": null}],\r\n\t"a\\u0062": -1.5e3 }';

  test.each([
    ['', 1, 1],
    ['/a', 2, 8],
    ['/a/0', 2, 9],
    ['/a/1', 2, 12],
    ['/a/1/b~1c', 2, 20],
    ['/a/1/~0', 2, 33],
    ['/ab', 3, 13],
  ])('%j is at line %i, column %i', (pointer, line, column) => {
    expect(placeOf(text, pointer)).toEqual({ line, column });
  });

  test('a pointer that leads nowhere is where the innermost value around it is', () => {
    expect(placeOf(text, '/a/1/nothing/more')).toEqual({ line: 2, column: 12 });
    expect(placeOf('5', '/x')).toEqual({ line: 1, column: 1 });
  });

  test('a value is read where its place is said to be', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const written = JSON.stringify(value, undefined, space);
        const lines = written.split('\n');
        const all = [...valuesIn(JSON.parse(written))];
        const places = placesIn(
          written,
          all.map(([pointer]) => pointer),
        );
        for (const [pointer, inner] of all) {
          const { line = 0, column = 0 } = places.get(pointer) ?? {};
          const rest = [(lines[line - 1] ?? '').slice(column - 1), ...lines.slice(line)].join('\n');
          const start = JSON.stringify(inner, undefined, space)?.split('\n')[0] ?? '';
          expect(rest.startsWith(start)).toBe(true);
        }
      }),
    );
  });

  test('a large file is gone through once', () => {
    const large = JSON.stringify(Array.from({ length: 200_000 }, (_, i) => ({ a: [i, 'x'] })));
    const start = performance.now();
    expect(placesIn(large, ['/199999/a/1', '/0']).size).toBe(2);
    expect(placeOf(`["${'a\\n"'.slice(0, 3).repeat(2_000_000)}", 1]`, '/1')).toEqual({ line: 1, column: 6_000_006 });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
