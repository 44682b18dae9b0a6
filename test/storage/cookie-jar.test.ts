import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CookieDocument, cookieJar } from '../../src/storage/index.ts';

interface FakeDocument extends CookieDocument {
  readonly written: string[];
  go(path: string): void;
}

/** What of RFC 6265's storage model the jar relies on: cookies differ by name, domain, path and partition, and some names ask for promises. */
function fakeDocument(href = 'https://tea.shop.example/shelf/oolong'): FakeDocument {
  const location = new URL(href);
  const jar = new Map<string, string>();
  const written: string[] = [];
  const isVisible = (key: string) => {
    const [domain = '', path = ''] = key.split('|');
    const isOurs = domain === location.hostname || (domain[0] === '.' && `.${location.hostname}`.endsWith(domain));
    const below = path.endsWith('/') ? path : `${path}/`;
    return isOurs && `${location.pathname}/`.startsWith(below);
  };
  return {
    location,
    written,
    go(path) {
      location.pathname = path;
    },
    get cookie() {
      return [...jar]
        .filter(([key]) => isVisible(key))
        .map(([, pair]) => pair)
        .join('; ');
    },
    set cookie(text) {
      written.push(text);
      const [pair = '', ...attributes] = text.split(';');
      const read = (name: string) => attributes.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
      const has = (name: string) => attributes.includes(name);
      if (/^__(Secure|Host)-/.test(pair) && !has('Secure')) return;
      if (pair.startsWith('__Host-') && (read('Domain') !== undefined || read('Path') !== '/')) return;
      const domain = read('Domain');
      const key = `${domain ? `.${domain}` : location.hostname}|${read('Path')}|${pair.split('=', 1)[0]}|${has('Partitioned')}`;
      if (read('Max-Age') === '0') jar.delete(key);
      else jar.set(key, pair);
    },
  };
}

function open(page = fakeDocument(), options = {}) {
  return cookieJar({ document: () => page, ...options });
}

const YEAR = { maxAgeSeconds: 31_536_000 };

describe('cookieJar', () => {
  test('writes cookies for the whole site, for same-site requests, over https only', () => {
    const page = fakeDocument();
    open(page).set('theme', 'dark', YEAR);
    expect(page.written).toEqual(['theme=dark;Max-Age=31536000;Path=/;SameSite=Lax;Secure']);
  });

  test('leaves Secure out on plain http, where a browser would refuse the cookie', () => {
    const page = fakeDocument('http://shop.example/');
    open(page, { domain: 'shop.example' }).set('theme', 'dark', YEAR);
    expect(page.written).toEqual(['theme=dark;Max-Age=31536000;Path=/;Domain=shop.example;SameSite=Lax']);
    open(page, { secure: true }).set('theme', 'dark', YEAR);
    expect(page.written[1]).toMatch(/;Secure$/);
  });

  test('any name and value are read back as they were set', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 40 }),
        (name, value) => {
          const jar = open();
          jar.set('other', '=', YEAR);
          jar.set(name, value, YEAR);
          expect(jar.get(name)).toBe(value);
          expect(jar.names()).toContain(name);
          jar.remove(name);
          expect(jar.get(name)).toBeUndefined();
        },
      ),
    );
  });

  test('a name or value never adds an attribute', () => {
    const page = fakeDocument();
    open(page).set('a;Domain=evil.example', 'b;Max-Age=1\r\nc', YEAR);
    expect(page.written[0]?.split(';')).toHaveLength(5);
    expect(page.written[0]).not.toMatch(/[\r\n]/);
  });

  test('reading a malformed cookie string never throws', () => {
    const malformed = ['', ';', '=', '=x', 'a', 'a=%', 'a=%E0%A4', '%zz=1', ' ; ;; ', 'a==b', '__proto__=1'];
    for (const cookie of malformed) {
      const jar = open({ ...fakeDocument(), cookie });
      expect(() => [jar.names(), jar.get('a'), jar.get('constructor'), jar.remove('a')]).not.toThrow();
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cookie) => {
        const jar = open({ ...fakeDocument(), cookie });
        for (const name of jar.names()) expect(typeof jar.get(name)).toBe('string');
      }),
    );
    expect(open({ ...fakeDocument(), cookie: 'a=%E0%A4; b=2' }).get('a')).toBe('%E0%A4');
    expect(open({ ...fakeDocument(), cookie: 'a==b' }).get('a')).toBe('=b');
  });

  test('refuses names that cannot be written, and says so', () => {
    const jar = open();
    expect(() => jar.set('', 'x', YEAR)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => jar.set('\ud800', 'x', YEAR)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => jar.set('a', '\udfff', YEAR)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => jar.set('a', 'x'.repeat(4096), YEAR)).toThrow(expect.objectContaining({ code: 'storage-full' }));
    expect(jar.names()).toEqual([]);
  });

  test('refuses a path or domain that would break out of its attribute', () => {
    for (const options of [{ path: '/;Secure' }, { domain: 'a.example;Path=/x' }, { path: '/a b' }]) {
      expect(() => cookieJar(options)).toThrow(expect.objectContaining({ code: 'invalid-options' }));
    }
  });

  test('keeps a cookie for whole seconds, no longer than browsers allow, and not at all for what is no number', () => {
    const page = fakeDocument();
    for (const maxAgeSeconds of [1.9, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
      open(page).set('a', 'b', { maxAgeSeconds });
    }
    expect(page.written.map((text) => /Max-Age=([^;]*)/.exec(text)?.[1])).toEqual(['1', '0', '0', '34560000']);
  });

  test.each([
    'Path=/',
    'Path=/shelf',
    'Path=/shelf/',
    'Path=/shelf/oolong',
    'Path=/;Domain=tea.shop.example',
    'Path=/;Domain=shop.example',
    'Path=/shelf;Domain=shop.example',
  ])('removes a cookie that was put at %s', (place) => {
    const page = fakeDocument();
    page.cookie = `theme=dark;${place}`;
    page.cookie = 'other=1;Path=/';
    expect(open(page).names()).toContain('theme');
    open(page).remove('theme');
    expect(open(page).names()).toEqual(['other']);
  });

  test('removes every cookie of a name, also one that was written unencoded', () => {
    const page = fakeDocument();
    for (const place of ['Path=/', 'Path=/shelf', 'Path=/;Domain=shop.example']) page.cookie = `_ga@x=1;${place}`;
    open(page).remove('_ga@x');
    expect(open(page).names()).toEqual([]);
  });

  test('removes a cookie whose name or partition asks for promises', () => {
    const page = fakeDocument();
    page.cookie = '__Host-a=1;Path=/;Secure';
    page.cookie = '__Secure-b=1;Path=/shelf;Domain=shop.example;Secure';
    page.cookie = 'c=1;Path=/;Secure;Partitioned';
    const jar = open(page);
    expect(jar.names()).toEqual(['__Host-a', '__Secure-b', 'c']);
    for (const name of jar.names()) jar.remove(name);
    expect(jar.names()).toEqual([]);
  });

  test.each(['/account', '/account/orders'])('removes at %s what this page does not see', (path) => {
    const page = fakeDocument();
    for (const place of ['Path=/account', 'Path=/account/;Domain=shop.example']) page.cookie = `theme=dark;${place}`;
    page.cookie = 'theme=light;Path=/help';
    page.cookie = 'other=1;Path=/account';
    const jar = open(page);
    expect(jar.names()).toEqual([]);
    jar.remove('theme', path);
    page.go('/account/orders');
    expect(jar.names()).toEqual(['other']);
    page.go('/help');
    expect(jar.get('theme')).toBe('light');
  });

  test('removing what is not there writes nothing', () => {
    const page = fakeDocument();
    open(page).remove('theme');
    expect(page.written).toEqual([]);
  });

  test('where cookies are forbidden it reads as empty and refuses to write', () => {
    const forbidden = {
      location: new URL('https://shop.example/'),
      get cookie(): string {
        throw new DOMException('The document is sandboxed.', 'SecurityError');
      },
      set cookie(_) {
        throw new DOMException('The document is sandboxed.', 'SecurityError');
      },
    };
    const jar = cookieJar({ document: () => forbidden });
    expect([jar.names(), jar.get('a')]).toEqual([[], undefined]);
    jar.remove('a');
    expect(() => jar.set('a', 'b', YEAR)).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
  });

  test('where there is no page at all it reads as empty', () => {
    const jar = cookieJar();
    expect(jar.names()).toEqual([]);
    expect(() => jar.set('a', 'b', YEAR)).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
  });
});
