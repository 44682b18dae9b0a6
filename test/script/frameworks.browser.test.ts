import { afterEach, expect, test } from 'vitest';
import { createGppApi } from '../../src/consent/gpp/index.ts';
import { createConsent } from '../../src/consent/index.ts';
import { createTcfApi, parseVendorList } from '../../src/consent/tcf/index.ts';
import { installApiStub, type StubPage } from '../../src/script/api-stub.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

const page: StubPage = window;
const platform = memoryPlatform();
const purposes = [{ id: 'ads', title: 'Advertise', description: 'Shows what suits you elsewhere too.', sale: true }];
const consent = createConsent({ ...platform, source: 'shop.example', policy: { purposes } });

let stop = () => {};
afterEach(() => {
  stop();
  delete page.__tcfapi;
  delete page.__gpp;
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
});

/** Asks as a frame does, and gives all the answers that come within a few turns of the page. */
async function askByMessage(call: object): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  const listen = ({ data }: MessageEvent) => void (JSON.stringify(data).includes('Return') && answers.push(data));
  addEventListener('message', listen);
  postMessage(call, '*');
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
  removeEventListener('message', listen);
  return answers;
}

test('__tcfapi answers what the stub kept, and messages once', async () => {
  installApiStub(page, '__tcfapi');
  const heard: unknown[] = [];
  page.__tcfapi?.('addEventListener', 2, (data: unknown, success: unknown) => heard.push([data, success]));
  const vendorList = parseVendorList({
    vendorListVersion: 17,
    tcfPolicyVersion: 5,
    purposes: { 1: {} },
    specialFeatures: {},
    vendors: { 10: { name: 'Ten', purposes: [1], legIntPurposes: [], flexiblePurposes: [], specialFeatures: [] } },
  });
  const mapping = { purposes: { ads: [1] }, parties: {} };
  const ids = { cmpId: 300, cmpVersion: 1, publisherCountryCode: 'DE' };
  stop = createTcfApi({ ...platform, ...ids, consent, vendorList, mapping, target: window }).start();
  expect(heard).toEqual([[expect.objectContaining({ cmpId: 300 }), true]]);
  const answers = await askByMessage({ __tcfapiCall: { command: 'ping', version: 2, callId: 1 } });
  expect(answers).toMatchObject([{ __tcfapiReturn: { returnValue: { cmpStatus: 'loaded' }, callId: 1 } }]);
});

test('__gpp answers what the stub kept, and messages once', async () => {
  installApiStub(page, '__gpp');
  const heard: unknown[] = [];
  page.__gpp?.('addEventListener', (data: unknown, success: unknown) => heard.push([data, success]));
  stop = createGppApi({ consent, cmpId: 31, sections: ['usnat'], target: window }).start();
  expect(heard[0]).toEqual([expect.objectContaining({ eventName: 'listenerRegistered' }), true]);
  const answers = await askByMessage({ __gppCall: { command: 'ping', callId: 1 } });
  expect(answers).toMatchObject([{ __gppReturn: { returnValue: { cmpStatus: 'loaded' }, callId: 1 } }]);
});
