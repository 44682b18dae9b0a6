import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { type Ledger, STANDARD_PURPOSES } from '../../src/consent/index.ts';
import {
  carriedLedger,
  createLedgerSigner,
  exportPerson,
  generateLedgerKeys,
  signLedger,
} from '../../src/consent/receipts/index.ts';
import { DAY, granted, ledgerOf, POLICY, refused, SHOP } from '../consent/receipts/fixtures.ts';
import { temporaryFolder } from './input/tables.ts';
import { type MemoryIo, memoryIo } from './memory-io.ts';

const { subtle } = crypto;
const FAR = Date.UTC(2090, 0, 1);
const LEDGER = ledgerOf([
  { at: Date.UTC(2026, 0, 2), changes: [granted('analytics', { until: FAR }), refused('ads', { party: '*' })] },
  { at: Date.UTC(2026, 0, 3), changes: [granted('storage', { degree: 'on-device', until: Date.UTC(2026, 0, 4) })] },
  { at: Date.UTC(2026, 0, 5), changes: [granted('newsletter', { degree: 'identified' })] },
]);

/** Writes files into a folder, and runs the command there: `{}` stands for the folder. */
async function setUp(files: Readonly<Record<string, unknown>>) {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(join(folder, name), isRaw ? content : JSON.stringify(content));
  }
  return async (args: string, io: MemoryIo = memoryIo()) => {
    const code = await runCli(
      args.split(' ').map((arg) => arg.replaceAll('{}', folder)),
      io,
    );
    return { code, out: io.out().replaceAll(folder, ''), err: io.err().replaceAll(folder, '') };
  };
}

const verify = async (content: unknown, args = '') =>
  (await setUp({ 'ledger.json': content }))(`verify {}/ledger.json${args}`);

/** The ledger with one thing changed. */
function forged(edit: (ledger: { events: Record<string, unknown>[]; head: string; source: string }) => void): unknown {
  const ledger = JSON.parse(JSON.stringify(LEDGER));
  edit(ledger);
  return ledger;
}

describe('a whole ledger', () => {
  test('is told to be whole, with what is in force', async () => {
    const { code, out, err } = await verify(LEDGER);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'Verified /ledger.json',
        `  ledger      3 events of ${SHOP}: the chain is whole`,
        '  written     2026-01-02 to 2026-01-05',
        `  head        ${LEDGER.head}`,
        '  signatures  none',
        `  in force    analytics for ${SHOP}: pseudonymous since 2026-01-02, until 2090-01-01`,
        `              newsletter for ${SHOP}: identified since 2026-01-05`,
        '  forbidden   ads for everybody: refused since 2026-01-02',
        '',
      ].join('\n'),
    );
  });

  test('is told to programs in one line of JSON', async () => {
    const { out } = await verify(LEDGER, ' --json');
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'verify',
      kind: 'ledger',
      source: SHOP,
      events: 3,
      head: LEDGER.head,
      signed: 0,
      signaturesChecked: false,
      paused: false,
      inForce: [
        { purpose: 'analytics', until: FAR },
        { purpose: 'newsletter', until: null },
      ],
      forbidden: [{ purpose: 'ads', party: '*', decision: 'refused' }],
    });
  });

  test('may be empty', async () => {
    const { code, out } = await verify(ledgerOf([]));
    expect(code).toBe(0);
    expect(out).toContain('0 events of shop.example: the chain is whole');
    expect(out).toMatch(/head +none\n.*\n +in force +nothing\n/);
  });

  test('in which everything is paused has nothing in force', async () => {
    const { out } = await verify(ledgerOf([{ changes: [granted('analytics', { until: FAR })] }, { type: 'paused' }]));
    expect(out).toContain('nothing: everything is paused');
  });

  test('comes from standard input, and gzipped', async () => {
    const run = await setUp({ 'ledger.json.gz': gzipSync(JSON.stringify(LEDGER)) });
    const stdin = [Buffer.from(JSON.stringify(LEDGER))];
    expect((await run('verify -', memoryIo({ stdin }))).out).toContain('Verified -');
    expect((await run('verify {}/ledger.json.gz')).code).toBe(0);
  });

  test("may lie in a person's export or a carried file", async () => {
    const person = exportPerson({ exportedAt: FAR, ledger: LEDGER, policy: POLICY });
    expect((await verify(person)).out).toContain("in          a person's export");
    expect((await verify(carriedLedger(LEDGER, POLICY))).out).toContain('a file that is carried to another shop');
  });

  test('names in it cannot steer a terminal', async () => {
    const ledger = ledgerOf([{ changes: [granted('\u001b[2J\nowned', { until: FAR })] }], '\u001b]0;x\u0007');
    const { code, out } = await verify(ledger);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a broken ledger', () => {
  test.each([
    ['an altered event', (l) => (l.events[1] = { ...l.events[1], notice: 'x' }), 1, 'was altered'],
    ['a missing event', (l) => l.events.splice(1, 1), 1, 'is out of place'],
    ['a time that runs backwards', (l) => (l.events[2] = { ...l.events[2], at: 5 }), 2, 'is older'],
    ['a cut tail', (l) => l.events.pop(), 1, 'is not what the head names'],
    ['a wrong form', (l) => (l.events[0] = { ...l.events[0], actor: 'shop' }), 0, 'does not have the form'],
  ] satisfies [string, Parameters<typeof forged>[0], number, string][])(
    '%s is told with its event',
    async (_, edit, at, words) => {
      const { code, out, err } = await verify(forged(edit));
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('[invalid-ledger]');
      expect(err).toContain(`Event ${at} of `);
      expect(err).toContain(words);
    },
  );

  test('the event is described', async () => {
    const { err } = await verify(forged(({ events }) => (events[1] = { ...events[1], notice: 'x' })));
    expect(err).toContain('(granted storage for shop.example, 2026-01-03)');
    const pause = forged(({ events }) => (events[1] = { type: 'paused', at: Date.UTC(2026, 0, 3), changes: [] }));
    expect((await verify(pause)).err).toContain('(paused, 2026-01-03)');
  });

  test('is told to programs with a JSON Pointer', async () => {
    const ledger = forged(({ events }) => (events[1] = { ...events[1], notice: 'x' }));
    const { err, out } = await verify(ledger, ' --json');
    expect(out).toBe('');
    expect(JSON.parse(err).error).toMatchObject({ code: 'invalid-ledger', at: '/events/1' });
    const person = JSON.parse(exportPerson({ exportedAt: FAR, ledger: LEDGER, policy: POLICY }));
    const inFile = await verify({ ...person, ledger }, ' --json');
    expect(JSON.parse(inFile.err).error).toMatchObject({ code: 'invalid-ledger', at: '/ledger/events/1' });
  });

  test('odd times and forms do not stop the telling', async () => {
    const { code, err } = await verify(forged(({ events }) => (events[1] = { at: 1e300, type: 7, changes: 'x' })));
    expect([code, err]).toEqual([1, expect.stringContaining('time 1e+300')]);
    const far = await verify(ledgerOf([{ at: 1e300, changes: [granted('ads', { until: -1e300 })] }]));
    expect([far.code, far.err]).toEqual([1, expect.stringContaining('event')]);
  });

  test('another source, and another history, are told', async () => {
    const other = await verify(LEDGER, ' --source other.example');
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining(`another source than --source names: it says "${SHOP}"`),
    });
    const anew = await verify(LEDGER, ` --head ${'0'.repeat(64)}`);
    expect(anew).toMatchObject({ code: 1, err: expect.stringContaining('does not contain the head') });
    expect((await verify(LEDGER, ` --source ${SHOP} --head ${LEDGER.events[1]?.prev}`)).code).toBe(0);
  });
});

describe('signatures', () => {
  async function signed(algorithm: 'ES256' | 'Ed25519') {
    const keyPair = await generateLedgerKeys({ subtle, algorithm });
    const signer = createLedgerSigner({ subtle, keyPair, algorithm });
    return { 'ledger.json': await signLedger(LEDGER, signer), 'public.jwk': await signer.publicKey() };
  }

  test.each(['ES256', 'Ed25519'] as const)('of %s are checked with the public key', async (algorithm) => {
    const run = await setUp(await signed(algorithm));
    expect((await run('verify {}/ledger.json')).out).toContain('3 of 3, not checked: give the public key with --key');
    expect((await run('verify {}/ledger.json --key {}/public.jwk')).out).toContain('3 of 3, all of this key');
  });

  test('of somebody else, and missing ones, are told', async () => {
    const other = await signed('ES256');
    const files: Record<string, Ledger | object> = { ...(await signed('ES256')), 'other.jwk': other['public.jwk'] };
    const run = await setUp({ ...files, 'plain.json': LEDGER });
    const wrong = await run('verify {}/ledger.json --key {}/other.jwk');
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Event 0 of 3 events') });
    expect(wrong.err).toContain('not of this key');
    expect((await run('verify {}/plain.json --key {}/public.jwk')).err).toContain('bears no signature');
  });

  test('need a key that is public, and one', async () => {
    const run = await setUp({ 'ledger.json': LEDGER, 'bad.jwk': { kty: 'EC', d: 'secret' } });
    const bad = await run('verify {}/ledger.json --key {}/bad.jwk');
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('private part') });
    expect(await run('verify - --key -')).toMatchObject({ code: 2, err: expect.stringContaining('both') });
  });
});

describe('what is no ledger', () => {
  test.each([
    ['{}', 1, 'This is no ledger'],
    ['[]', 1, 'This is no ledger'],
    ['', 1, 'is not JSON'],
    ['{"events": [', 1, 'is not JSON'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 1, 'This is no ledger'],
    ['{"kind": "kindred-person", "version": 1}', 1, 'This is no ledger'],
  ])('%.40s is told', async (content, code, words) => {
    expect(await verify(content)).toMatchObject({ code, out: '', err: expect.stringContaining(words) });
  });

  test('a file of more than 10 MB, a folder and a missing file are told', async () => {
    const big = Buffer.alloc(10_000_001, ' ');
    expect(await verify(big)).toMatchObject({ code: 1, err: expect.stringContaining('[import-too-large]') });
    expect(await verify(gzipSync(big))).toMatchObject({ code: 1, err: expect.stringContaining('[import-too-large]') });
    const run = await setUp({});
    expect(await run('verify {}')).toMatchObject({ code: 2, err: expect.stringContaining('is a folder') });
    expect(await run('verify {}/none.json')).toMatchObject({ code: 1, err: expect.stringContaining('[not-found]') });
    expect(await run('verify')).toMatchObject({ code: 2, err: expect.stringContaining('file') });
  });

  test('what stands around the ledger must be readable too', async () => {
    const person = JSON.parse(exportPerson({ exportedAt: FAR, ledger: LEDGER, policy: POLICY }));
    const noPolicy = await verify({ ...person, policy: { purposes: STANDARD_PURPOSES.slice(1, 1) } });
    expect(noPolicy).toMatchObject({ code: 1, out: '', err: expect.stringContaining('[invalid-policy]') });
    const newer = await verify({ ...person, version: 2 });
    expect(newer).toMatchObject({ code: 1, err: expect.stringContaining('newer release') });
    const strange = await verify({ ...person, kind: 'shopping-list' });
    expect(strange).toMatchObject({ code: 1, err: expect.stringContaining('/kind') });
  });
});

test('a long list is shortened for people and whole for programs', async () => {
  const changes = Array.from({ length: 60 }, (_, i) => granted('analytics', { party: `p${i}.example`, until: FAR }));
  const ledger = ledgerOf([{ at: DAY, changes }]);
  expect((await verify(ledger)).out).toContain('and 20 more (--json has all)');
  expect(JSON.parse((await verify(ledger, ' --json')).out).inForce).toHaveLength(60);
});
