import { describe, expect, test } from 'vitest';
import { createOutlet } from '../../../src/client/outlet/index.ts';
import * as code from '../../../src/client/sending/index.ts';
import * as acts from '../../../src/consent/acts/index.ts';
import { createConsent, createGate, STANDARD_PURPOSES } from '../../../src/consent/index.ts';
import type { SendOutcome, TextStore } from '../../../src/core/index.ts';
import type { KindredEvent } from '../../../src/events/index.ts';
import { memoryTextStore } from '../../../src/storage/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';

const VIEW: KindredEvent = {
  type: 'track',
  event: 'Product Viewed',
  messageId: 'm1',
  userId: 'u1',
  properties: { product_id: 'oolong-1' },
  timestamp: '2026-01-01T10:20:30.000Z',
};

interface PageOptions {
  readonly journal?: TextStore;
  readonly choices?: TextStore;
  readonly sending?: typeof code;
}

/** A page that counts how often its code for sending is asked for. */
function openPage({ journal = memoryTextStore(), choices = memoryTextStore(), sending }: PageOptions = {}) {
  const platform = memoryPlatform();
  const bodies: string[] = [];
  const outcomes: SendOutcome[] = [];
  const consent = createConsent({
    ...platform,
    acts,
    source: 'shop.example',
    purposes: STANDARD_PURPOSES,
    store: choices,
  });
  const gate = createGate({ consent, ...platform });
  const reports: unknown[] = [];
  const outlet = createOutlet({
    ...platform,
    consent,
    gate,
    journal,
    url: '/v1/batch',
    code: sending,
    sender: {
      name: 'memory',
      async send(body) {
        bodies.push(body);
        return outcomes.shift() ?? { kind: 'delivered' };
      },
    },
    report: (error) => reports.push(error),
  });
  consent.start();
  gate.start();
  const stop = outlet.start();
  const sent = () => bodies.flatMap((body): KindredEvent[] => JSON.parse(body).batch);
  return { platform, consent, gate, outlet, stop, journal, choices, sent, reports };
}

function copyOf(store: TextStore): TextStore {
  const copy = memoryTextStore();
  for (const key of store.keys()) copy.set(key, store.get(key) ?? '');
  return copy;
}

test('an event that may leave is on disk before the code that sends it is there', async () => {
  const { consent, outlet, journal, sent } = openPage();
  consent.grant('*');
  outlet.put(VIEW);
  expect(journal.keys()).toEqual(['early/m1']);
  await outlet.flush();
  expect(sent()).toMatchObject([{ messageId: 'm1', properties: { product_id: 'oolong-1' } }]);
  expect(journal.keys()).toEqual([]);
});

test('what one page could not send the next one does', async () => {
  const first = openPage();
  first.consent.grant('*');
  first.outlet.put(VIEW);
  // The browser crashed: what the first page does from then on is seen nowhere.
  const next = openPage({ choices: first.choices, journal: copyOf(first.journal) });
  await next.outlet.ready();
  await next.outlet.flush();
  expect(next.sent()).toMatchObject([{ messageId: 'm1' }]);
  expect(next.journal.keys()).toEqual([]);
});

test('what leaves is redacted, however early it came', async () => {
  const { consent, outlet, sent } = openPage();
  consent.grant('analytics', { degree: 'anonymous' });
  outlet.put(VIEW);
  await outlet.flush();
  expect(sent()).toMatchObject([{ timestamp: '2026-01-01T10:00:00.000Z' }]);
  expect(JSON.stringify(sent())).not.toContain('u1');
});

test('what came early is the event as it was then', async () => {
  const { consent, outlet, sent } = openPage();
  consent.grant('analytics');
  const properties: Record<string, unknown> = { product_id: 'oolong-1' };
  outlet.put({ ...VIEW, properties });
  properties.product_id = 'sencha';
  await outlet.flush();
  expect(sent()).toMatchObject([{ properties: { product_id: 'oolong-1' } }]);
});

describe('a permission that ends before the code is there', () => {
  test.each([
    ['is withdrawn', (page: ReturnType<typeof openPage>) => page.consent.withdraw('analytics')],
    ['is lowered', (page: ReturnType<typeof openPage>) => page.consent.grant('analytics', { degree: 'anonymous' })],
  ])('leaves nothing that came before when it %s', async (_, end) => {
    const page = openPage();
    page.consent.grant('*');
    page.outlet.put(VIEW);
    end(page);
    expect(page.journal.keys()).toEqual([]);
    expect(page.outlet.waiting()).toEqual([]);
    await page.outlet.flush();
    expect(page.sent()).toEqual([]);
  });
});

test('a pause keeps what came before it', async () => {
  const { consent, outlet, sent } = openPage();
  consent.grant('*');
  outlet.put(VIEW);
  consent.pause();
  await outlet.flush();
  expect(sent()).toEqual([]);
  expect(outlet.size()).toBe(1);
  consent.resume();
  await outlet.flush();
  expect(sent()).toMatchObject([{ messageId: 'm1' }]);
});

test('with the code at hand nothing waits for it', async () => {
  const { consent, outlet, journal } = openPage({ sending: code });
  consent.grant('*');
  outlet.put(VIEW);
  expect(journal.keys()).toEqual([expect.stringMatching(/^outbox\//)]);
});

test('what others wrote among the early events is left out', async () => {
  const first = openPage();
  first.consent.grant('*');
  first.stop();
  for (const [name, text] of [
    ['a', '{'],
    ['b', '[]'],
    ['c', 'null'],
    ['d', '{"type":"track"}'],
  ] as const)
    first.journal.set(`early/${name}`, text);
  first.journal.set('early/m2', JSON.stringify({ ...VIEW, messageId: 'm2' }));
  const next = openPage(first);
  await next.outlet.ready();
  await next.outlet.flush();
  expect(next.sent().map(({ messageId }) => messageId)).toEqual(['m2']);
  expect(next.journal.keys()).toEqual([]);
});

test('where storage is full, what came early waits in memory', async () => {
  const full: TextStore = {
    ...memoryTextStore(),
    set() {
      throw new Error('full');
    },
  };
  const { consent, outlet, sent } = openPage({ journal: full });
  consent.grant('*');
  outlet.put(VIEW);
  await outlet.flush();
  expect(sent()).toMatchObject([{ messageId: 'm1' }]);
});

test('of more than a thousand early events the oldest go, and are counted', () => {
  const { consent, outlet, journal } = openPage();
  consent.grant('*');
  for (let n = 0; n < 1002; n++) outlet.put({ ...VIEW, messageId: `m${n}` });
  expect(outlet.size()).toBe(1000);
  expect(outlet.dropped().overflow).toBe(2);
  expect(journal.get('early/m1')).toBeUndefined();
  expect(journal.get('early/m2')).toBeDefined();
});
