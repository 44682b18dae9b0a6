import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConsent } from '../../../src/consent/index.ts';
import { kantaraReceipt, readKantaraReceipt } from '../../../src/consent/receipts/index.ts';
import { memoryTextStore } from '../../../src/storage/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { schemaFaults } from './draft-04.ts';
import { DAY, granted, ledgerOf, ledgers, NOW, POLICY, recordOf, SHOP, START, STORY } from './fixtures.ts';
import { HAS_VECTORS, readVector } from './shared-vectors.ts';

const linesOf = (receipt: ReturnType<typeof kantaraReceipt>) => receipt.services.flatMap(({ purposes }) => purposes);

describe.skipIf(!HAS_VECTORS)('the schema of the specification', () => {
  const schema = HAS_VECTORS ? readVector('kantara-cr-v1_1-schema.json') : {};

  test('a Kantara receipt validates against the schema of the specification, and lists nothing that the engine denies', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 300 }), (ledger, days) => {
        const now = START + days * DAY;
        const receipt = kantaraReceipt(ledger, POLICY, { now });
        expect(schemaFaults(schema, JSON.parse(JSON.stringify(receipt)))).toEqual([]);
        const store = memoryTextStore();
        store.set('consent', recordOf(ledger));
        const consent = createConsent({ source: SHOP, policy: POLICY, ...memoryPlatform(), store });
        consent.start();
        for (const { purposeCategory, thirdPartyName } of linesOf(receipt)) {
          const party = POLICY.parties.find(({ name }) => name === thirdPartyName)?.id ?? SHOP;
          const { allow } = consent.check({ purpose: purposeCategory[0] ?? '', party, now });
          expect(allow, `${purposeCategory} ${party}`).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the check itself finds what is wrong', () => {
    const example = readVector('kantara-cr-v1_1-example.json');
    expect(schemaFaults(schema, example)).toEqual([]);
    const receipt = JSON.parse(JSON.stringify(kantaraReceipt(STORY, POLICY, { now: START + DAY })));
    const { policyUrl: _, ...cut } = receipt;
    expect(schemaFaults(schema, cut)).toEqual(['/policyUrl: required']);
    expect(schemaFaults(schema, { ...receipt, consentTimestamp: -1 })).toEqual(['/consentTimestamp: minimum']);
    delete receipt.services[0].purposes[2].thirdPartyName;
    expect(schemaFaults(schema, receipt)).toEqual(['/services/0/purposes/2: oneOf']);
  });

  test('the published example can be read', () => {
    const reading = readKantaraReceipt(readVector('kantara-cr-v1_1-example.json'));
    expect(reading?.purposes.map(({ title }) => title)).toEqual([
      'To provide contracted services',
      'To personalize service experience',
      'Complying with legal obligations',
    ]);
    expect(reading?.parties.map(({ name }) => name)).toEqual([
      'Ankh-Morpork Times',
      'The Ankh-morpork Deadbeat Debt Collectors Society',
      'Requesting legal authority',
    ]);
    // What is processed without consent is no event of consent.
    expect(reading?.events.map(({ at, state }) => [at, state])).toEqual([
      [1_510_592_400_000, 'given'],
      [1_510_592_400_000, 'given'],
    ]);
  });
});

describe('a Kantara receipt', () => {
  test('lists what is in force for the shop and for each third party', () => {
    const receipt = kantaraReceipt(STORY, POLICY, { now: START + 5 * DAY });
    const lines = linesOf(receipt).map(({ purposeCategory, thirdPartyName }) => [purposeCategory[0], thirdPartyName]);
    expect(lines).toEqual([
      ['storage', undefined],
      ['analytics', undefined],
      ['ads', 'Ads & Co'],
      ['newsletter', undefined],
    ]);
    expect(receipt.consentTimestamp).toBe((START + 4 * DAY) / 1000);
    expect(receipt.consentReceiptID).toBe(STORY.head);
  });

  test('lists nothing while everything is paused', () => {
    const ledger = ledgerOf([{ changes: [granted('analytics')] }, { type: 'paused' }]);
    expect(linesOf(kantaraReceipt(ledger, POLICY, { now: NOW }))).toEqual([]);
  });

  test('names the sensitive data that the integrator declares', () => {
    const processing = { analytics: { sensitive: ['health'] } };
    expect(kantaraReceipt(STORY, POLICY, { now: NOW, processing })).toMatchObject({
      sensitive: true,
      spiCat: ['health'],
    });
    expect(kantaraReceipt(STORY, POLICY, { now: NOW })).toMatchObject({ sensitive: false, spiCat: [] });
  });

  test('read back gives the lines, their parties, their time and their ends', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const receipt = kantaraReceipt(ledger, POLICY, { now: NOW });
        const reading = readKantaraReceipt(JSON.parse(JSON.stringify(receipt)));
        const lines = linesOf(receipt);
        expect(reading?.purposes.map(({ id, title }) => [id, title])).toEqual(
          lines.map(({ purposeCategory, purpose }) => [purposeCategory[0], purpose]),
        );
        expect(reading?.events.map(({ at, state, party, until }) => [at / 1000, state, party, until])).toEqual(
          lines.map(({ thirdPartyName, termination }) => {
            const until = Date.parse(termination);
            return [receipt.consentTimestamp, 'given', thirdPartyName, Number.isNaN(until) ? undefined : until];
          }),
        );
      }),
    );
  });

  test('rubbish is none', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => readKantaraReceipt(value) === undefined));
    expect(readKantaraReceipt({ consentReceiptID: '1', consentTimestamp: 1e300 })).toBeUndefined();
    expect(readKantaraReceipt({ consentReceiptID: '1', consentTimestamp: 'now' })).toBeUndefined();
  });
});
