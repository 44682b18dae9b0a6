import { expect, test, vi } from 'vitest';
import { createOutlet } from '../../../src/client/outlet/index.ts';
import * as acts from '../../../src/consent/acts/index.ts';
import { createConsent, createGate, STANDARD_PURPOSES } from '../../../src/consent/index.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';

const asked = vi.hoisted(() => ({ times: 0, isThere: true }));

vi.mock('../../../src/client/sending/index.ts', async (importActual) => {
  const { createSending } = await importActual<typeof import('../../../src/client/sending/index.ts')>();
  return {
    get createSending() {
      asked.times += 1;
      if (!asked.isThere) throw new Error('no network');
      return createSending;
    },
  };
});

const VIEW = { type: 'page', messageId: 'm1', timestamp: '2026-01-01T10:20:30.000Z' } as const;

function openPage() {
  asked.times = 0;
  const platform = memoryPlatform();
  const consent = createConsent({ ...platform, acts, source: 'shop.example', purposes: STANDARD_PURPOSES });
  const gate = createGate({ consent, ...platform });
  const [bodies, reports]: [string[], unknown[]] = [[], []];
  const sender = {
    name: 'memory',
    async send(body: string) {
      bodies.push(body);
      return { kind: 'delivered' } as const;
    },
  };
  const report = (error: unknown) => reports.push(error);
  const outlet = createOutlet({ ...platform, consent, gate, url: '/v1/batch', sender, report });
  consent.start();
  gate.start();
  outlet.start();
  return { consent, outlet, bodies, reports };
}

test('where nothing may leave, no code for it is loaded', async () => {
  const { consent, outlet } = openPage();
  outlet.put(VIEW);
  consent.grant('storage');
  consent.refuse('analytics');
  outlet.put(VIEW);
  await outlet.flush();
  expect(asked.times).toBe(0);
  consent.grant('analytics');
  await outlet.ready();
  expect(asked.times).toBe(1);
});

test('where the code cannot be loaded, events wait and it is asked for again', async () => {
  const { consent, outlet, bodies, reports } = openPage();
  asked.isThere = false;
  consent.grant('analytics');
  outlet.put(VIEW);
  await outlet.flush();
  expect(reports.length).toBeGreaterThan(0);
  expect(outlet.size()).toBe(1);
  asked.isThere = true;
  await outlet.flush();
  expect(bodies).toHaveLength(1);
  expect(outlet.size()).toBe(0);
});
