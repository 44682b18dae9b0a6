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
      /at \/placements\/a\n(.*\n)+.*at \/placements\/b/,
    );
    expect((await check({ version: 1, placements: 'x' })).code).toBe(1);
  });

  test('is told what is never shown; with --strict that fails', async () => {
    const file = rules(candidate('all', { when: true, priority: 1 }), candidate('never'));
    const lenient = await check(file);
    expect([lenient.code, lenient.err]).toEqual([0, '']);
    expect(lenient.out).toContain('"never" is never shown: "all" comes first, for everyone.');
    expect(await check(file, '--strict')).toMatchObject({ code: 1, err: expect.stringContaining('1 warning in') });
    expect((await check(rules(candidate('last', { when: true })))).out).toContain('nothing');
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

  test('names in a file cannot steer a terminal', async () => {
    const { out } = await check(rules(candidate('a\u001b[2J', { when: true }), candidate('b\u001b[2J')));
    expect(out).toContain('never shown');
    expect(out).not.toContain('\u001b');
  });
});
