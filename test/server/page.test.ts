import { expect, test } from 'vitest';
import { type CollectorCall, createCollectorLink } from '../../src/client/collector-link.ts';
import {
  anyOf,
  createCollector,
  createConsentService,
  memoryConsentStore,
  memoryEventStore,
} from '../../src/server/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { newestIn, POLICY, person, SOURCE } from './ledgers.ts';
import { NOW, storedEvent } from './samples.ts';

test('what a page tells of permissions is understood', async () => {
  const [events, consents] = [memoryEventStore(), memoryConsentStore()];
  const clock = { now: () => NOW };
  const keys = ['a secret for tests, of 32 bytes.'];
  const handler = anyOf(
    createConsentService({ events, consents, source: SOURCE, policy: POLICY, keys, clock }),
    createCollector({ store: events, clock, requireGrant: true }),
  );
  const statuses: string[] = [];
  const { consent } = person();
  const call: CollectorCall = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await handler(new Request(`https://shop.example/v1${path}`, { method, headers, body }));
    statuses.push(`${method} ${response.status}`);
    return response;
  };
  const link = createCollectorLink({ ...memoryPlatform(), consent, call });
  const stored = async () => {
    const events: unknown[] = [];
    let after: unknown;
    do {
      const page = await (await link.ask('/export', after === undefined ? {} : { after })).json();
      events.push(...page.events);
      after = page.next;
    } while (after !== undefined);
    return events;
  };

  consent.grant('analytics');
  await link.deposit();
  const context = { kindred: { grant: newestIn(consent), purpose: 'analytics', degree: 'pseudonymous' } };
  const many = Array.from({ length: 1_200 }, (_, n) => storedEvent(n, { context }));
  await events.append([...many, storedEvent(5_000)]);
  expect(await stored()).toEqual(many);

  consent.withdraw('analytics');
  expect(await link.erase(false)).toMatchObject({ kind: 'erased', events: 1_200 });
  expect(await stored()).toEqual([]);
  consent.grant('analytics');
  await link.deposit();
  expect(await link.erase(true)).toMatchObject({ kind: 'erased', events: 0 });
  expect(await events.count()).toBe(1);
  expect(statuses.filter((status) => !status.endsWith('200'))).toEqual([]);
});
