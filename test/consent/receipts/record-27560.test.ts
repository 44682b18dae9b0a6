import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  consentReceipt27560,
  consentRecord27560,
  readConsentRecord27560,
} from '../../../src/consent/receipts/index.ts';
import { isRecord } from '../../../src/core/index.ts';
import { DAY, granted, ledgerOf, ledgers, NOW, POLICY, refused, SHOP, START, STORY } from './fixtures.ts';
import { HAS_VECTORS, readVector } from './shared-vectors.ts';

const OPTIONS = { now: NOW, jurisdiction: 'DE' };
const record = consentRecord27560(STORY, POLICY, OPTIONS);
const receipt = consentReceipt27560(STORY, POLICY, OPTIONS);

describe.skipIf(!HAS_VECTORS)('the fields of the standard', () => {
  const mandatory = (part: string): readonly string[] => {
    const fields = readVector('iso27560-fields.json');
    const rows = isRecord(fields) ? fields[part] : undefined;
    return Array.isArray(rows) ? rows.filter(([, kind]) => kind === 'M').map(([name]) => String(name)) : [];
  };
  const lacking = (value: object, names: readonly string[]) => names.filter((name) => !Object.hasOwn(value, name));

  test('every mandatory field of ISO/IEC TS 27560 is present', () => {
    const [ofRecord, ofReceipt] = [{ ...record.record }, { ...receipt, ...receipt.content }];
    const metadata = mandatory('metadata');
    expect(metadata).toHaveLength(4);
    expect(lacking(ofReceipt, metadata)).toEqual([]);
    expect(lacking(ofRecord, metadata)).toEqual(['receipt_id']);
    for (const { pii_processing, party_identification, event } of [record, receipt.content]) {
      expect(mandatory('processing')).toContain('withdrawal_method');
      for (const purpose of pii_processing.purposes) {
        expect(lacking({ ...pii_processing, ...purpose }, mandatory('processing'))).toEqual([]);
        expect(purpose.pii_information.length).toBeGreaterThan(0);
        for (const pii of purpose.pii_information) expect(lacking(pii, mandatory('personal_data'))).toEqual([]);
      }
      expect(party_identification).toHaveLength(4);
      for (const party of party_identification) expect(lacking(party, mandatory('party'))).toEqual([]);
      expect(event.length).toBeGreaterThan(7);
      for (const one of event) expect(lacking(one, mandatory('event'))).toEqual([]);
    }
  });

  test('the published examples can be read', () => {
    const parties = ['Acme Inc.', 'Beta Inc.', 'Delta', 'Epsilon Co.'];
    const expected = {
      purposes: [
        { title: 'Send Newsletters with Seasonal Offers', recipients: ['T01', 'T02'], data: ['email', 'name'] },
      ],
      notice: 'https://example.com/notice/WD5',
      events: [
        { at: Date.UTC(2021, 4, 28, 12, 24), state: 'given', until: Date.UTC(2021, 4, 28, 12, 24) + 63_115_200_000 },
        { at: Date.UTC(2022, 1, 21, 20, 44), state: 'withdrawn' },
      ].map((event) => ({ ...event, by: '96121fde-199f-4848-8942-4436e270513a' })),
    };
    const ofRecord = readConsentRecord27560(readVector('iso27560-record-example.json'));
    const ofReceipt = readConsentRecord27560(readVector('iso27560-receipt-example.json'));
    expect(ofRecord).toMatchObject({ ...expected, id: '63ded36f-4acd-4f3c-991e-6cb636698523' });
    expect(ofRecord?.person).toBe('96121fde-199f-4848-8942-4436e270513a');
    expect(ofReceipt).toMatchObject({ ...expected, id: 'a1368f5d-0d26-453c-bd55-b7abacc286fa' });
    for (const reading of [ofRecord, ofReceipt]) {
      expect(reading?.parties.map(({ name }) => name)).toEqual(parties);
      expect(reading?.parties.map(({ isController }) => isController)).toEqual([true, true, false, false]);
    }
  });
});

describe('the history', () => {
  test('tells which state, when, by whom, on which notice and until when', () => {
    const seconds = (days: number) => days * 86_400;
    const told = record.event.map(({ event_time, validity_duration, event_state, entity_id, kindred }) => [
      (Date.parse(event_time) - START) / DAY,
      event_state,
      kindred.purpose,
      kindred.party,
      validity_duration,
      entity_id,
    ]);
    expect(told).toEqual([
      [0, 'given', 'storage', SHOP, seconds(100), 'event-0'],
      [0, 'given', 'analytics', SHOP, seconds(30), 'event-0'],
      [0, 'refused', 'ads', SHOP, 0, 'event-0'],
      [1, 'given', 'ads', 'advertisers', 'until withdrawn', 'event-0'],
      [2, 'refused', 'ads', 'more-ads.example', 0, 'event-0'],
      [3, 'given', 'newsletter', SHOP, 'until withdrawn', 'event-0'],
      [3, 'given', 'newsletter', 'post.example', 'until withdrawn', 'event-0'],
      [4, 'withdrawn', 'newsletter', 'post.example', 0, 'event-0'],
      [30, 'expired', 'analytics', SHOP, 0, SHOP],
    ]);
    expect(new Set(record.event.map(({ kindred }) => kindred.notice))).toEqual(new Set(['2026-11']));
    expect(record.event[0]?.kindred.signals).toEqual(['gpc']);
    expect(record.event[1]?.kindred).toMatchObject({ tags: ['green tea'], scope: { retentionDays: 10 } });
  });

  test('a permission that was renewed before its end does not expire then', () => {
    const ledger = ledgerOf([
      { changes: [granted('analytics', { until: START + 5 * DAY })] },
      { changes: [granted('analytics', { until: START + 50 * DAY })] },
    ]);
    const states = consentRecord27560(ledger, POLICY, OPTIONS).event.map(({ event_state }) => event_state);
    expect(states).toEqual(['given', 'given']);
  });

  test('a permission that had ended before the next choice expired when it ended', () => {
    const ledger = ledgerOf([
      { changes: [granted('analytics', { until: START + DAY / 2 })] },
      { type: 'refused', changes: [refused('analytics')] },
    ]);
    const { event } = consentRecord27560(ledger, POLICY, OPTIONS);
    expect(event.map(({ event_state }) => event_state)).toEqual(['given', 'expired', 'refused']);
    expect(Date.parse(event[1]?.event_time ?? '')).toBe(START + DAY / 2);
  });

  test('a permission that was taken back does not expire afterwards', () => {
    const ledger = ledgerOf([
      { changes: [granted('analytics', { until: START + 5 * DAY })] },
      { type: 'withdrawn', changes: [refused('analytics', { decision: 'withdrawn' })] },
    ]);
    const states = consentRecord27560(ledger, POLICY, OPTIONS).event.map(({ event_state }) => event_state);
    expect(states).toEqual(['given', 'withdrawn']);
  });

  test('a permission that had ended when it was given ends then, and not before', () => {
    const ledger = ledgerOf([{ changes: [granted('analytics', { until: START - DAY })] }]);
    const { event } = consentRecord27560(ledger, POLICY, OPTIONS);
    expect(event.map(({ event_state, event_time }) => [event_state, Date.parse(event_time)])).toEqual([
      ['given', START],
      ['expired', START],
    ]);
  });

  test('a pause is told, and that nothing is in force in it', () => {
    const ledger = ledgerOf([{ changes: [granted('analytics')] }, { type: 'paused' }]);
    const { event } = consentRecord27560(ledger, POLICY, OPTIONS);
    expect(event.at(-1)).toMatchObject({ event_state: 'paused', validity_duration: 0, kindred: { purpose: '*' } });
  });
});

describe('a record of one purpose', () => {
  test('holds that purpose, its parties and its events, and nothing of the others', () => {
    const { pii_processing, party_identification, event } = consentRecord27560(STORY, POLICY, {
      ...OPTIONS,
      purposes: ['newsletter'],
    });
    expect(pii_processing.purposes.map(({ purpose }) => purpose)).toEqual(['Write to me']);
    expect(party_identification.map(({ party_id }) => party_id)).toEqual([SHOP, 'post.example']);
    expect(event.map(({ event_state }) => event_state)).toEqual(['given', 'given', 'withdrawn']);
  });

  test('a purpose that the policy does not have is refused', () => {
    const write = () => consentRecord27560(STORY, POLICY, { ...OPTIONS, purposes: ['constructor'] });
    expect(write).toThrow(expect.objectContaining({ code: 'invalid-purpose' }));
  });

  test('an empty ledger has nothing to record', () => {
    expect(() => consentRecord27560(ledgerOf([]), POLICY, OPTIONS)).toThrow(
      expect.objectContaining({ code: 'empty-input' }),
    );
  });
});

describe('what a policy does not say', () => {
  test('is told by the integrator, else by the permission', () => {
    const [storage, analytics] = record.pii_processing.purposes;
    expect(storage?.storage_locations).toEqual(["the person's device"]);
    expect(analytics).toMatchObject({ retention_period: 182 * 86_400, jurisdiction: 'DE' });
    const early = consentRecord27560(STORY, POLICY, { now: START + DAY }).pii_processing.purposes[1];
    expect(early).toMatchObject({ retention_period: 10 * 86_400, jurisdiction: 'strictest' });
    expect(early?.pii_information.map(({ pii_type }) => pii_type)).toEqual(['views', 'searches', 'pseudonym']);
    const processing = { analytics: { data: ['health'], sensitive: ['health'], storageLocations: ['IE'] } };
    expect(consentRecord27560(STORY, POLICY, { ...OPTIONS, processing }).pii_processing.purposes[1]).toMatchObject({
      pii_information: [{ pii_type: 'health', sensitive_pii_category: true }],
      storage_locations: ['IE'],
    });
  });

  test('the controller is named with what is known of it, and nothing is made up', () => {
    const { controller: _, ...unnamed } = POLICY;
    expect(record.party_identification[0]).toMatchObject({
      party_name: 'The Tea Shop',
      party_email: 'hello@shop.example',
    });
    const [party] = consentRecord27560(STORY, unnamed, OPTIONS).party_identification;
    expect(party).toMatchObject({ party_name: SHOP, party_address: 'not stated', party_contact: [] });
  });
});

describe('a receipt', () => {
  test("bears the ledger's head, so that it can be held against the ledger", () => {
    expect(receipt.receipt_id).toBe(STORY.head);
    expect(receipt.content.record_id).toBe('event-0');
  });

  test('reading a receipt back gives its purposes, parties, times and states', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 0, max: 300 }), (ledger, days) => {
        const now = START + days * DAY;
        const written = JSON.stringify(consentReceipt27560(ledger, POLICY, { now }));
        const { event, pii_processing, party_identification } = consentRecord27560(ledger, POLICY, { now });
        const reading = readConsentRecord27560(JSON.parse(written));
        expect(reading?.id).toBe(ledger.head);
        expect(reading?.purposes.map(({ id }) => id)).toEqual(POLICY.purposes.map(({ id }) => id));
        expect(reading?.purposes.map(({ title }) => title)).toEqual(
          pii_processing.purposes.map(({ purpose }) => purpose),
        );
        expect(reading?.parties.map(({ id }) => id)).toEqual(party_identification.map(({ party_id }) => party_id));
        expect(reading?.parties.filter(({ isController }) => isController).map(({ id }) => id)).toEqual([SHOP]);
        expect(reading?.events.map((each) => [each.at, each.state, each.purpose, each.party, each.degree])).toEqual(
          event.map(({ event_time, event_state, kindred: { purpose, party, degree } }) => {
            return [Date.parse(event_time), event_state, purpose, party, degree];
          }),
        );
        for (const { at, state, purpose, party, until } of reading?.events ?? []) {
          const change = ledger.events
            .filter((one) => one.at === at)
            .flatMap(({ changes }) => changes)
            .find((one) => state === 'given' && one.purpose === purpose && one.party === party && one.until === until);
          if (state === 'given' && until !== undefined) expect(change).toBeDefined();
        }
      }),
      { numRuns: 50 },
    );
  });

  test('times that no calendar has do not stop it', () => {
    const ledger = ledgerOf([{ at: 1e300, changes: [granted('analytics', { until: 1.7e308 })] }]);
    expect(consentReceipt27560(ledger, POLICY, OPTIONS).content.event[0]?.event_time).toBe(
      '+275760-09-13T00:00:00.000Z',
    );
  });
});

describe('rubbish', () => {
  test('is no record, whatever it is', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => readConsentRecord27560(value) === undefined));
    for (const value of [
      undefined,
      null,
      'x',
      [],
      { record: null },
      { content: { pii_processing: { purposes: [1] } } },
    ]) {
      expect(readConsentRecord27560(value)).toBeUndefined();
    }
  });

  test('an unknown state or time is not taken for consent', () => {
    const [first, ...others] = record.event;
    const changed = {
      ...record,
      event: [{ ...first, event_state: 'given-ish' }, { ...first, event_time: '2026' }, ...others],
    };
    const reading = readConsentRecord27560(changed);
    expect(reading?.events).toHaveLength(record.event.length);
    expect(reading?.events[0]?.state).toBe('unknown');
  });

  test('a time without an offset is in UTC, wherever the machine stands', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(new Date(0).getHours()).toBe(9);
    const [first] = record.event;
    const reading = readConsentRecord27560({ ...record, event: [{ ...first, event_time: '2026-11-01T12:00:00' }] });
    expect(reading?.events[0]?.at).toBe(Date.UTC(2026, 10, 1, 12));
  });

  test.each(['dpv:ConsentGiven', 'https://w3id.org/dpv#ConsentGiven', 'Given', 'ConsentGiven'])(
    '%s is given',
    (state) => {
      const [first] = record.event;
      const reading = readConsentRecord27560({ ...record, event: [{ ...first, event_state: state }] });
      expect(reading?.events[0]?.state).toBe('given');
    },
  );
});
