import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONSENT_MODE_TYPES } from '../../src/consent/signals/index.ts';
import { installConsentDefault } from '../../src/script/consent-default.ts';
import { commandsOf, fakePage } from '../consent/signals/tag-page.ts';

const DENIED = Object.fromEntries(CONSENT_MODE_TYPES.map((type) => [type, 'denied']));

function defaultsFor(json: string | undefined, gpc?: unknown) {
  const page = fakePage(gpc);
  installConsentDefault(page, json);
  return commandsOf(page);
}

test('everything is denied unless the options grant it', () => {
  expect(defaultsFor(undefined)).toEqual([['consent', 'default', { ...DENIED, wait_for_update: 500 }]]);
});

test('a type is granted by its exact word only', () => {
  const options = {
    ad_storage: 'GRANTED',
    analytics_storage: true,
    security_storage: 'granted',
    unheard_of: 'granted',
  };
  const [[, , values] = []] = defaultsFor(JSON.stringify(options));
  expect(values).toEqual({ ...DENIED, security_storage: 'granted', wait_for_update: 500 });
});

test('options that cannot be read grant nothing, and nothing is thrown', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"regions":${json}}`),
      ),
      (json) => {
        const commands = defaultsFor(json);
        expect(commands.filter(([, , values]) => !('region' in values))).toHaveLength(1);
        expect(commands.flatMap(([, , values]) => Object.values(values))).not.toContain('granted');
      },
    ),
  );
});

describe('Global Privacy Control', () => {
  const all = JSON.stringify({
    ...Object.fromEntries(CONSENT_MODE_TYPES.map((type) => [type, 'granted'])),
    regions: { 'US-CA': Object.fromEntries(CONSENT_MODE_TYPES.map((type) => [type, 'granted'])) },
  });

  test.each([true, '1'])('as %j denies advertising everywhere, whatever the options say', (gpc) => {
    for (const [, , values] of defaultsFor(all, gpc)) {
      const granted = CONSENT_MODE_TYPES.filter((type) => values[type] === 'granted');
      expect(granted).toEqual(CONSENT_MODE_TYPES.filter((type) => !type.startsWith('ad_')));
    }
  });

  test.each([false, undefined, '0'])('as %j denies nothing', (gpc) => {
    for (const [, , values] of defaultsFor(all, gpc)) expect(Object.values(values)).not.toContain('denied');
  });
});

test('other settings follow the default', () => {
  const set = { url_passthrough: true, ads_data_redaction: true };
  expect(defaultsFor(JSON.stringify({ wait_for_update: 2000, set }))).toMatchObject([
    ['consent', 'default', { wait_for_update: 2000 }],
    ['set', set, {}],
  ]);
});

test('a snippet that is there twice sets one default', () => {
  const page = fakePage();
  installConsentDefault(page, undefined);
  installConsentDefault(page, '{"ad_storage":"granted"}');
  expect(commandsOf(page)).toHaveLength(1);
});

test('a queue and a function that are there already are used', () => {
  const told: unknown[] = [];
  const dataLayer: unknown[] = [{ event: 'earlier' }];
  const page = { ...fakePage(), dataLayer, gtag: (...command: readonly unknown[]) => void told.push(command[0]) };
  installConsentDefault(page, undefined);
  expect(page.dataLayer).toBe(dataLayer);
  expect(told).toEqual(['consent']);
});
