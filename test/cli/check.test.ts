import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

/** Writes a file and checks it: `{}` in what is answered stands for its folder. */
async function check(content: unknown, args = '', name = 'file.json') {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const io = memoryIo();
  const code = await runCli(['check', join(folder, name), ...args.split(' ').filter(Boolean)], io);
  return { code, out: io.out().replaceAll(folder, '{}'), err: io.err().replaceAll(folder, '{}') };
}

const candidate = (id: string, more: object = {}) => ({ id, when: { '>': [{ var: 'a' }, 1] }, content: id, ...more });
const rules = (...candidates: readonly object[]) => ({ version: 1, placements: { hero: { candidates } } });

const POLICY = {
  notice: 'https://shop.example/privacy',
  controller: { name: 'Shop', contact: 'privacy@shop.example' },
  purposes: [{ id: 'count', title: 'Count visits', description: 'Counts which pages are opened.' }],
};

describe('a rules file', () => {
  test('that is in order ends well', async () => {
    const { code, out, err } = await check(rules(candidate('one')));
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('Checked {}/file.json\n  found       nothing\n');
  });

  test('is told every fault, each with its JSON Pointer, and the command fails', async () => {
    const { code, out, err } = await check(
      rules(candidate('one', { when: { eqals: [1, 1] } }), candidate('two'), candidate('three', { priority: 'high' })),
      '--json',
    );
    expect(code).toBe(1);
    const { findings, ...rest } = JSON.parse(out);
    expect(rest).toEqual({ command: 'check', kind: 'rules', target: '{}/file.json' });
    expect(findings.map(({ at, severity }: { at: string; severity: string }) => [severity, at])).toEqual([
      ['error', '/placements/hero/candidates/0/when'],
      ['error', '/placements/hero/candidates/2/priority'],
    ]);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'invalid-input', message: '2 errors in {}/file.json.', at: '{}/file.json' },
    });
  });

  test('whose fault lies around its candidates is told that', async () => {
    expect((await check({ version: 2, placements: {} })).out).toContain('at /version');
    expect((await check({ version: 1, placements: { a: 1, b: { candidates: 2 } } })).out).toMatch(
      /at \/placements\/a \(line 1, column \d+\)\n(.*\n)+.*at \/placements\/b/,
    );
    expect((await check({ version: 1, placements: 'x' })).code).toBe(1);
  });

  test('is told keys that are there twice, as one of the two would be lost', async () => {
    const text = '{"version": 1, "rules": [\n{"id": "a", "when": true,\n "when": false}], "\\u0072ules": []}';
    const { code, out } = await check(text, '--json');
    const findings: readonly { rule: string; at: string; line: number; column: number }[] = JSON.parse(out).findings;
    expect(code).toBe(1);
    expect(
      findings.filter(({ rule }) => rule === 'repeated-key').map(({ at, line, column }) => [at, line, column]),
    ).toEqual([
      ['/rules/0/when', 3, 2],
      ['/rules', 3, 19],
    ]);
    expect((await check(text)).out).toContain('The key "when" is there twice');
  });

  test('is told what is never shown; with --strict that fails', async () => {
    const file = rules(candidate('all', { when: true, priority: 1 }), candidate('never'));
    const lenient = await check(file);
    expect([lenient.code, lenient.err]).toEqual([0, '']);
    expect(lenient.out).toContain('"never" is never reached: "all" comes first, for everyone.');
    expect(await check(file, '--strict')).toMatchObject({ code: 1, err: expect.stringContaining('1 warning in') });
    expect((await check(rules(candidate('last', { when: true })))).out).toContain('nothing');
  });
});

describe('a rule set', () => {
  const ruleSet = (...all: readonly object[]) => ({ version: 1, rules: all });
  const rule = (id: string, when: unknown = { '>': [{ var: 'a' }, 1] }) => ({ id, when });

  test('is told its faults with line and column', async () => {
    const text = JSON.stringify(ruleSet(rule('one'), rule('two', { eqals: [1, 1] })), undefined, 2);
    const { code, out } = await check(text, '--json');
    expect(code).toBe(1);
    const [finding] = JSON.parse(out).findings;
    expect(finding).toMatchObject({ rule: 'invalid-rule', at: '/rules/1/when', line: 17, column: 15 });
    expect((await check(text)).out).toContain('at /rules/1/when (line 17, column 15)');
  });

  test('that contradicts itself fails', async () => {
    const never = rule('never', { and: [{ '>': [{ var: 'a' }, 5] }, { '<': [{ var: 'a' }, 3] }] });
    expect(await check(ruleSet(never))).toMatchObject({
      code: 1,
      out: expect.stringContaining('never-holds: "never" never holds'),
      err: expect.stringContaining('1 error in'),
    });
  });

  test('is held against the facts of a file', async () => {
    const folder = await temporaryFolder();
    const write = async (content: unknown) => {
      await writeFile(join(folder, 'facts.json'), JSON.stringify(content));
      return `--facts ${join(folder, 'facts.json')}`;
    };
    const file = ruleSet(rule('one'));
    expect(await check(file, await write({ a: 'number' }))).toMatchObject({ code: 0 });
    expect(await check(file, await write({ a: 'string' }))).toMatchObject({ code: 1 });
    expect(await check(file, await write({ b: 'number' }))).toMatchObject({
      code: 1,
      out: expect.stringContaining('Unknown fact "a"'),
    });
    expect(await check(file, '--facts page')).toMatchObject({ code: 1 });
    const guarded = await write({ facts: { a: { type: 'number', purpose: 'ads' } }, retention: '30d' });
    expect(await check(file, guarded)).toMatchObject({ code: 0, out: expect.stringContaining('unpermitted-fact') });
    expect((await check(file, `${guarded} --permit analytics,ads`)).out).toContain('nothing');
    const counting = ruleSet(rule('c', { '>': [{ count: { event: 'Product Viewed', within: '40d' } }, 1] }));
    expect((await check(counting, guarded)).out).toContain('window-longer-than-retention');
    expect((await check(counting, `${guarded} --retention 90d`)).out).toContain('nothing');
  });

  test.each([
    ['a type that is none', { a: 'integer' }, 'at /a,'],
    ['a purpose that is none', { facts: { a: { type: 'number', purpose: 1 } } }, 'at /facts/a,'],
    ['events that are none', { events: { x: 1 } }, 'at /events/x,'],
    ['properties that are none', { events: { x: { properties: { y: 'z' } } } }, 'at /events/x/properties/y,'],
    ['permissions that are none', { facts: {}, permissions: [1] }, 'at /permissions,'],
    ['a retention that is none', { facts: {}, retention: 'long' }, '90d'],
    ['a list', [], 'at the top,'],
  ])('a file of facts with %s is refused', async (_, content, message) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'facts.json'), JSON.stringify(content));
    const answer = await check(ruleSet(), `--facts ${join(folder, 'facts.json')}`);
    expect(answer).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test('with thousands of faults is told the first of them, and all as JSON', async () => {
    const file = ruleSet(...Array.from({ length: 1000 }, (_, i) => rule(`r${i}`, { nothing: 1 })));
    const { out } = await check(file);
    expect(out).toContain('800 more findings (--json has all)');
    expect(JSON.parse((await check(file, '--json')).out).findings).toHaveLength(1000);
  });

  test('is coloured on a terminal only', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'rules.json');
    await writeFile(path, JSON.stringify(ruleSet(rule('x', { nothing: 1 }))));
    for (const isTTY of [true, false]) {
      const io = memoryIo({ isTTY });
      await runCli(['check', path], io);
      expect(io.out().includes('\u001b[31merror')).toBe(isTTY);
    }
  });
});

describe('a policy', () => {
  test('that is in order ends well, also as a bare list of purposes', async () => {
    expect(await check(POLICY)).toMatchObject({ code: 0, out: expect.stringContaining('nothing') });
    expect(await check(POLICY.purposes)).toMatchObject({ code: 0, out: expect.stringContaining('notice') });
  });

  test('without purposes, or with a fault, is told it with its JSON Pointer', async () => {
    expect(await check({ purposes: [] })).toMatchObject({ code: 1, out: expect.stringContaining('at /purposes') });
    const faulty = { ...POLICY, parties: [{ id: 'x', name: 'X', purposes: ['nothing'] }] };
    expect(await check(faulty)).toMatchObject({ code: 1, out: expect.stringContaining('at /parties/0/purposes') });
  });

  test('that is unfair fails, one that is merely hard to read does not', async () => {
    const [purpose] = POLICY.purposes;
    expect(await check({ ...POLICY, purposes: [{ ...purpose, description: '' }] })).toMatchObject({ code: 1 });
    const jargon = { ...POLICY, purposes: [{ ...purpose, description: 'We utilize what is counted here.' }] };
    expect(await check(jargon)).toMatchObject({ code: 0, out: expect.stringContaining('say "use"') });
  });
});

describe('what cannot be checked', () => {
  test.each([
    ['no JSON', '{"version": 1,', 1, 'is not JSON'],
    ['another sort of file', { name: 'x' }, 1, 'neither a rules file'],
    ['a text', '"placements"', 1, 'neither a rules file'],
    ['keys of prototypes', '{"__proto__":{"purposes":[]}}', 1, 'neither a rules file'],
    ['purposes that are no list', { purposes: { length: 1e9 } }, 1, '1 error in'],
  ])('%s is told as what it is', async (_, content, code, message) => {
    expect(await check(content)).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  test('a file, a page or an address that is not there', async () => {
    const run = async (...argv: readonly string[]) => {
      const io = memoryIo();
      return [await runCli(['check', ...argv], io), io.err()];
    };
    expect(await run('gone.json')).toEqual([1, expect.stringContaining('gone.json')]);
    expect(await run('gone.html')).toEqual([1, expect.stringContaining('There is no file "gone.html"')]);
    expect(await run('http://')).toEqual([2, expect.stringContaining('is no address')]);
    expect(await run('x.html', '--viewport', 'wide')).toEqual([2, expect.stringContaining('360x740')]);
    expect(await run('x.html', '--wait', '0')).toEqual([2, expect.stringContaining('--wait')]);
    expect(await run()).toEqual([2, expect.stringContaining('target')]);
  });

  test('a folder, and a file that is far too large', async () => {
    const folder = await temporaryFolder();
    const run = async (...argv: readonly string[]) => {
      const io = memoryIo();
      return [await runCli(['check', ...argv], io), io.err()];
    };
    expect(await run(folder)).toEqual([2, expect.stringContaining('is a folder')]);
    await writeFile(join(folder, 'large.json'), Buffer.alloc(10_000_001, ' '));
    expect(await run(join(folder, 'large.json'))).toEqual([1, expect.stringContaining('larger than 10 MB')]);
    expect(await run('-', '--facts', '-')).toEqual([2, expect.stringContaining('standard input')]);
  });

  test('a file that stops being JSON is told where', async () => {
    // Node 20 says what stands there, later ones the line as well.
    expect((await check('{\n  "version": 1,\n  "rules": [}\n')).err).toMatch(/sort of file \(.*}/);
  });

  test('names in a file cannot steer a terminal', async () => {
    const { out } = await check(rules(candidate('a\u001b[2J', { when: true }), candidate('b\u001b[2J')));
    expect(out).toContain('never reached');
    expect(out).not.toContain('\u001b');
  });
});
