import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReplay } from '../../../src/cli/replay/replay.ts';
import { REPORT_START } from '../../../src/cli/replay/report/report.ts';
import { loadTestedFile } from '../../../src/cli/replay/rule-file.ts';
import type { KindredEvent } from '../../../src/events/index.ts';
import { event, hero, replay, replayed, rule, START, view } from './logs.ts';

const tea = rule('tea', 'tea', 2);
const first = ({ files: [file] }: { files: readonly { rules: readonly object[] }[] }) => file?.rules ?? [];

describe('who would have been shown what', () => {
  test('is counted by rule, in people and moments', async () => {
    const log = [view(0, 'ann', 'tea'), view(1, 'ann', 'tea'), event(2, 'ann'), view(3, 'ben', 'tea')];
    const result = await replayed(log, hero(tea));
    expect(result).toMatchObject({
      command: 'replay',
      people: 2,
      views: 1,
      events: { read: 4, events: 4, broken: 0, from: '2026-11-22T10:00:00.000Z', until: '2026-11-22T10:03:00.000Z' },
    });
    expect(first(result)).toMatchObject([{ id: 'tea', place: 'hero', people: 1, moments: 2, impressions: 1 }]);
  });

  test('placements are read as well as rule sets, each place by itself', async () => {
    const candidate = (id: string, category: string) => ({ ...rule(id, category, 1), content: id });
    const file = {
      version: 1,
      segments: { regular: { '>=': [{ var: 'orders.count' }, 1] } },
      placements: {
        top: { candidates: [candidate('same', 'tea'), { id: 'r', when: { segment: 'regular' }, content: 1 }] },
        side: { candidates: [candidate('same', 'books')] },
      },
    };
    const result = await replayed([view(0, 'ann', 'tea'), view(0, 'ben', 'books')], file);
    expect(first(result)).toMatchObject([
      { id: 'same', place: 'top', people: 1 },
      { id: 'r', place: 'top', people: 0 },
      { id: 'same', place: 'side', people: 1 },
    ]);
  });

  test('history, the time and the place on the site are those of the moment', async () => {
    const file = {
      version: 1,
      rules: [
        { id: 'twice', when: { '>=': [{ count: { event: 'Product Viewed', within: '30m' } }, 2] } },
        { id: 'eleven', when: { time: { from: '11:00', to: '12:00' } } },
        { id: 'tea-page', when: { '==': [{ var: 'page.path' }, '/tea'] } },
      ],
    };
    const page = { context: { page: { path: '/tea' } } };
    const log = [view(0, 'ann', 'tea'), view(20, 'ann', 'tea', page), event(45, 'ann'), event(60, 'ann')];
    const result = await replayed(log, file);
    const moments = Object.fromEntries(
      first(result).map((each) => [Reflect.get(each, 'id'), Reflect.get(each, 'moments')]),
    );
    expect(moments).toEqual({ twice: 1, eleven: 1, 'tea-page': 1 });
  });

  test('a cap counts what the replay shows, in place of what the log says', async () => {
    const capped = { ...tea, cap: { count: 2, within: '1d' } };
    const logged = event(3, 'ann', { type: 'track', event: 'Promotion Viewed', properties: { promotion_id: 'tea' } });
    const pages = [4, 5, 6, 7].map((minute) => event(minute, 'ann'));
    const log = [view(0, 'ann', 'tea'), view(1, 'ann', 'tea'), logged, ...pages];
    const own = await replayed(log, hero(capped));
    expect(own.replaced).toBe(1);
    expect(first(own)).toMatchObject([{ moments: 3, impressions: 2, capped: { people: 1, moments: 2 } }]);
    const { out } = await replay({ 'e.ndjson': log, 'a.json': hero(capped) }, '--events {}/e.ndjson --rules {}/a.json');
    expect(out).toContain('1 impression of these rules in the log was left out');
    const others = await replayed(log, hero(capped), '--impressions logged ');
    expect(first(others)).toMatchObject([{ capped: { people: 0, moments: 0 } }]);
    const everywhere = await replayed(log, hero(capped), '--impressions events ');
    expect(first(everywhere)).toMatchObject([{ moments: 2 }]);
  });

  test('several rules that want one place are a conflict, and the loser is told', async () => {
    const log = [view(0, 'ann', 'tea'), view(1, 'ann', 'tea')];
    const result = await replayed(log, hero(tea, rule('any', 'tea', 1)));
    expect(first(result)).toMatchObject([
      { id: 'tea', moments: 1 },
      { id: 'any', moments: 1, lost: { people: 1, moments: 1 } },
    ]);
    expect(result.files[0].conflicts).toEqual([{ place: 'hero', winner: 'tea', loser: 'any', people: 1, moments: 1 }]);
  });

  test('who is held out is told', async () => {
    const file = { ...hero({ ...tea, holdout: 'all' }), holdouts: { all: { share: 1 } } };
    const result = await replayed([view(0, 'ann', 'tea'), view(1, 'ann', 'tea')], file);
    expect(first(result)).toMatchObject([{ people: 0, heldOut: { people: 1, moments: 1 } }]);
  });

  test('what would have been shown with a permission is told apart', async () => {
    const needs = (degree: string) => ({ version: 1, rules: [{ id: 'x', when: { consent: ['ads', degree] } }] });
    const allowed = { context: { kindred: { purpose: 'ads', degree: 'pseudonymous' } } };
    const log = [event(0, 'ann', allowed), event(1, 'ben')];
    const counts = async (degree: string, permit: string) => {
      const [found = {}] = first(await replayed(log, needs(degree), `--permit ${permit} `));
      return [Reflect.get(found, 'people'), Reflect.get(found, 'unpermitted').people];
    };
    expect(await counts('anonymous', 'all')).toEqual([2, 0]);
    expect(await counts('anonymous', 'logged')).toEqual([1, 1]);
    expect(await counts('identified', 'logged')).toEqual([0, 2]);
    expect(await counts('anonymous', 'ads=on-device')).toEqual([0, 2]);
    expect(await counts('anonymous', 'analytics,ads=identified')).toEqual([2, 0]);
    expect(await counts('anonymous', 'analytics')).toEqual([0, 2]);
  });

  test('a fact that is declared to need a permission is unknown without it', async () => {
    const files = {
      'log.ndjson': [view(0, 'ann', 'tea')],
      'a.json': hero(rule('x', 'tea', 1)),
      'facts.json': { 'views.category.*': { type: 'number', purpose: 'personalization' } },
    };
    const args = '--events {}/log.ndjson --rules {}/a.json --facts {}/facts.json --json --permit';
    const people = async (permit: string) =>
      JSON.parse((await replay(files, `${args} ${permit}`)).out).files[0].rules[0].people;
    expect([await people('personalization'), await people('analytics')]).toEqual([1, 0]);
  });
});

describe('people', () => {
  test('a device becomes a user with all that was done on it', async () => {
    const log = [
      view(0, 'phone', 'tea'),
      view(1, 'phone', 'tea', { userId: 'u1' }),
      view(2, 'laptop', 'tea', { userId: 'u1' }),
    ];
    const result = await replayed(log, hero(rule('x', 'tea', 3)));
    expect(result.people).toBe(1);
    expect(first(result)).toMatchObject([{ people: 1 }]);
  });

  test('two users of one device are two people', async () => {
    const log = [view(0, 'pc', 'tea', { userId: 'u1' }), view(1, 'pc', 'tea', { userId: 'u2' })];
    const result = await replayed(log, hero(rule('x', 'tea', 2)));
    expect([result.people, result.joined]).toEqual([2, 1]);
    expect(first(result)).toMatchObject([{ people: 0 }]);
  });

  test('beyond the limit the events of others are left out, and counted', async () => {
    const log = ['ann', 'ben', 'cai', 'cai'].map((id, minute) => view(minute, id, 'tea'));
    const result = await replayed(log, hero(rule('x', 'tea', 1)), '--people 2 ');
    expect([result.people, result.leftOut]).toEqual([2, 2]);
  });

  test('late, repeated and nameless events are counted', async () => {
    const log = [
      view(5, 'ann', 'tea'),
      view(5, 'ann', 'tea'),
      view(1, 'ann', 'tea'),
      event(6, '', { anonymousId: null, context: { kindred: { degree: 'anonymous' } } }),
    ];
    const result = await replayed(log, hero(tea));
    expect(result).toMatchObject({ late: 1, repeated: 1, events: { nobody: 1 } });
    expect(first(result)).toMatchObject([{ moments: 1 }]);
  });
});

describe('what changes', () => {
  const log = [view(0, 'ann', 'tea'), view(1, 'ann', 'tea'), view(2, 'ben', 'tea'), event(3, 'cai')];

  test('is told by place, from what to what, with why', async () => {
    const after = hero(rule('new', 'tea', 1));
    const { changes } = await replayed(log, hero(tea), '', after);
    expect(changes.total).toEqual({ people: 2, moments: 3 });
    expect(changes.changes).toMatchObject([
      { place: 'hero', to: 'new', people: 2, moments: 2 },
      { place: 'hero', from: 'tea', to: 'new', people: 1, moments: 1 },
    ]);
    expect(changes.changes[1].samples).toEqual([
      {
        at: 'log.ndjson:2',
        time: START + 60_000,
        why: '“new” needs at least 1 view of tea, has 2; “tea” it is not there any more; it was shown as it needs at least 2 views of tea, has 2',
      },
    ]);
  });

  test('rules without a group are shown or not', async () => {
    const set = (views: number) => ({ version: 1, rules: [rule('mail', 'tea', views)] });
    const { changes } = await replayed(log, set(1), '', set(2));
    expect(changes.changes).toMatchObject([{ place: 'mail', from: 'mail', people: 2, moments: 2 }]);
    expect(changes.changes[0].to).toBeUndefined();
  });

  test('the same rules change nothing', async () => {
    const { changes } = await replayed(
      log,
      hero({ ...tea, cap: { count: 1, within: '1d' } }),
      '',
      hero({ ...tea, cap: { count: 1, within: '1d' } }),
    );
    expect(changes).toEqual({ total: { people: 0, moments: 0 }, changes: [] });
  });

  test('the impressions of one file do not use up the caps of the other', async () => {
    const pages = [event(1, 'ann'), event(2, 'ann')];
    const capped = (id: string) => hero({ id, when: true, cap: { count: 1, within: '1d' } });
    const result = await replayed(pages, capped('x'), '', capped('y'));
    expect(
      result.files.map(({ rules: [each] }: { rules: readonly { impressions: number }[] }) => each?.impressions),
    ).toEqual([1, 1]);
  });
});

describe('the log', () => {
  test('may be gzipped, and lie in several files', async () => {
    const files = {
      'one.ndjson.gz': new Uint8Array(gzipSync(JSON.stringify(view(0, 'ann', 'tea')))),
      'two.ndjson': [view(1, 'ann', 'tea')],
      'a.json': hero(tea),
    };
    const { out } = await replay(files, '--events {}/one.ndjson.gz {}/two.ndjson --rules {}/a.json --json');
    expect(first(JSON.parse(out))).toMatchObject([{ people: 1 }]);
  });

  test('has its broken lines counted, and told with their numbers', async () => {
    const log = [
      view(0, 'ann', 'tea'),
      '',
      '{"type":"track"',
      '[]',
      { type: 'track', anonymousId: 'x', timestamp: '2026-01-01T00:00:00Z' },
      { ...event(1, 'x'), timestamp: '2026-02-30T00:00:00.000Z' },
      { ...event(1, 'x'), timestamp: 1e12 },
      'x'.repeat(1_100_000),
    ];
    const result = await replayed(log, hero(tea));
    expect(result.events).toMatchObject({ read: 7, events: 1, broken: 6 });
    expect(
      result.events.firstBroken.map(({ line, why }: { line: number; why: string }) => [line, why.slice(0, 9)]),
    ).toEqual([
      [3, 'not JSON:'],
      [4, 'no event:'],
      [5, 'an event '],
      [6, 'no time: '],
      [7, 'no time: '],
      [8, 'longer th'],
    ]);
    const strict = await replay(
      { 'log.ndjson': log, 'a.json': hero(tea) },
      '--events {}/log.ndjson --rules {}/a.json --strict',
    );
    expect(strict).toMatchObject({ code: 1, err: expect.stringContaining('log.ndjson, line 3') });
  });

  test('any lines at all are counted or used, and change no prototype', async () => {
    const text = fc.oneof(fc.json(), fc.constant('{"__proto__":{"type":"page"}}'), fc.string());
    const forged = fc.record({
      type: fc.constantFrom('track', 'page', 'identify', 'alias'),
      event: fc.oneof(
        fc.constantFrom('Product Viewed', 'Order Completed', '__proto__', 'Promotion Viewed'),
        fc.jsonValue(),
      ),
      anonymousId: fc.constantFrom('a', '__proto__'),
      timestamp: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      properties: fc.jsonValue(),
      traits: fc.jsonValue(),
      context: fc.jsonValue(),
      messageId: fc.oneof(fc.string(), fc.integer()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(text, forged), { minLength: 1, maxLength: 20 }), async (lines) => {
        const log = [
          view(0, 'ann', 'tea'),
          ...lines.map((line) => (typeof line === 'string' ? line.replaceAll('\n', ' ') : line)),
        ];
        const { code } = await replay(
          { 'log.ndjson': log, 'a.json': hero(tea) },
          '--events {}/log.ndjson --rules {}/a.json',
        );
        expect(code).toBe(0);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['no log', '--events {}/gone.ndjson --rules {}/a.json', 1, 'gone.ndjson'],
    ['a folder', '--events {} --rules {}/a.json', 2, 'is a folder'],
    ['no rules', '--events {}/log.ndjson --rules {}/gone.json', 1, 'gone.json'],
    ['rules that are broken', '--events {}/log.ndjson --rules {}/broken.json', 2, 'kindred check'],
    ['nothing in the log', '--events {}/a.json --rules {}/a.json', 1, 'none of 1 lines'],
    ['two things from standard input', '--events - --rules -', 2, 'standard input'],
    ['an unknown degree', '--events {}/log.ndjson --rules {}/a.json --permit ads=full', 2, '--permit'],
    ['a report over another file', '--events {}/log.ndjson --rules {}/a.json --report {}/a.json', 2, 'is no report'],
    ['a report that is a folder', '--events {}/log.ndjson --rules {}/a.json --report {}', 2, '--report'],
    ['no option for the rules', '--events {}/log.ndjson', 2, '--rules is missing'],
  ])('%s is told as what it is', async (_, args, code, message) => {
    const files = {
      'log.ndjson': [view(0, 'ann', 'tea')],
      'a.json': hero(tea),
      'broken.json': { version: 1, rules: [{ id: 'x', when: { nothing: 1 } }] },
    };
    expect(await replay(files, args)).toMatchObject({ code, out: '', err: expect.stringContaining(message) });
  });

  test('a cancelled replay ends with 130 and writes no report', async () => {
    const files = { 'log.ndjson': [view(0, 'ann', 'tea')], 'a.json': hero(tea) };
    const signal = AbortSignal.abort();
    const answer = await replay(files, '--events {}/log.ndjson --rules {}/a.json --report {}/r.html', { signal });
    expect(answer).toMatchObject({ code: 130, out: '' });
    expect(await readdir(answer.folder)).not.toContain('r.html');
  });
});

describe('what people read', () => {
  const log = [view(0, 'ann', 'tea'), view(1, 'ann', 'tea'), 'broken', event(2, 'ben')];
  const evil = '<img src=x onerror=alert(1)>';
  const files = { 'log.ndjson': log, 'a.json': hero(tea), 'b.json': hero(rule(evil, 'tea', 1)) };
  const args = '--events {}/log.ndjson --rules {}/a.json --against {}/b.json';

  test('stands on the terminal: rules, changes, notes, broken lines', async () => {
    const { code, out } = await replay(files, args);
    expect(code).toBe(0);
    expect(out).toMatch(/hero: tea +1 +50\.0 %/);
    expect(out).toContain('1 person (50.0 %) would have been shown something else');
    expect(out).toContain('All that the rules ask for was permitted.');
    expect(out).toMatch(/broken +log\.ndjson:3 +not JSON/);
  });

  test('the report is one file that loads nothing, and shows names as text', async () => {
    const { folder } = await replay(files, `${args} --report {}/r.html`);
    const html = await readFile(join(folder, 'r.html'), 'utf8');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/<(script|link|iframe|base)|url\(|https?:/i);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('log.ndjson:3');
    for (const id of ['ann', 'ben']) expect(html).not.toContain(`>${id}<`);
  });

  test('the same replay gives the same report, which replaces an earlier one', async () => {
    const [once, again] = [
      await replay(files, `${args} --report {}/new/r.html`),
      await replay(files, `${args} --report {}/new/r.html`),
    ];
    const read = async ({ folder }: typeof once) =>
      (await readFile(join(folder, 'new/r.html'), 'utf8')).replaceAll(folder, '');
    expect(await read(once)).toBe(await read(again));
    const before = { ...files, 'r.html': [`${REPORT_START}`, 'an old one'] };
    const { code, folder } = await replay(before, `${args} --report {}/r.html`);
    expect([code, (await readdir(folder)).filter((name) => name.includes('r.html'))]).toEqual([0, ['r.html']]);
    expect(await readFile(join(folder, 'r.html'), 'utf8')).toContain('</html>');
  });
});

describe('laws', () => {
  const moment = fc.record({
    minute: fc.nat(60),
    who: fc.constantFrom('ann', 'ben', 'cai'),
    category: fc.constantFrom('tea', 'books'),
    isPage: fc.boolean(),
  });
  const file = hero({ ...tea, cap: { count: 2, within: '10m' } }, rule('books', 'books', 1), {
    id: 'rest',
    when: true,
  });

  const run = (
    moments: readonly { minute: number; who: string; category: string; isPage: boolean }[],
    against?: object,
  ) => {
    const files = [file, ...(against ? [against] : [])].map((each) =>
      loadTestedFile(JSON.parse(JSON.stringify(each)), 'x'),
    );
    const replay = createReplay({ files, permissions: { kind: 'all' }, impressions: 'pages', mostPeople: 10 });
    moments.forEach(({ minute, who, category, isPage }, line) => {
      const logged: KindredEvent = {
        type: isPage ? 'page' : 'track',
        ...(!isPage && { event: 'Product Viewed' }),
        messageId: `${line}`,
        anonymousId: who,
        timestamp: new Date(START + minute * 60_000).toISOString(),
        properties: { product_id: category, category },
      };
      replay.take({ kind: 'event', line, event: logged, at: START + minute * 60_000 }, 'log');
    });
    return replay.result();
  };

  test('in a group at every moment at most one rule is shown, and what is shown, lost and capped adds up', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), (moments) => {
        const { tallies, people } = run(moments);
        const [tally] = tallies;
        const shown = tally?.rules.reduce((sum, { shown: { moments } }) => sum + moments, 0) ?? 0;
        expect(shown).toBe(tally?.reached.moments);
        expect(shown).toBeLessThanOrEqual(moments.length);
        for (const { shown, losses } of tally?.rules ?? []) {
          for (const count of [shown, ...Object.values(losses)]) {
            expect(count.people).toBeLessThanOrEqual(Math.min(count.moments, people));
          }
        }
        // Whoever holds is shown, or said why not: "rest" holds always.
        const rest = tally?.rules.find(({ rule: { id } }) => id === 'rest');
        expect((rest?.shown.moments ?? 0) + (rest?.losses.lost.moments ?? 0)).toBe(moments.length);
      }),
    );
  });

  test('a file compared with itself changes nothing, and is counted alike', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), (moments) => {
        const { tallies, changes } = run(moments, file);
        expect(changes?.total).toEqual({ people: 0, moments: 0 });
        expect(tallies[0]).toEqual(tallies[1]);
      }),
    );
  });
});
