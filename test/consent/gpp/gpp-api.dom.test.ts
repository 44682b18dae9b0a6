import { afterEach, expect, test } from 'vitest';
import { createGppApi, type GppTarget } from '../../../src/consent/gpp/index.ts';
import { installApiStub, type StubPage } from '../../../src/script/api-stub.ts';
import { makeWorld } from './worlds.ts';

const page: GppTarget = window;
// happy-dom would report that it does not load the empty page of a frame.
Object.assign(Reflect.get(window, 'happyDOM').settings, {
  enableIframePageLoading: true,
  disableIframePageLoading: false,
});
let stop = () => {};
afterEach(() => stop());

function start(): void {
  const { consent } = makeWorld({ isOptOut: true });
  stop = createGppApi({ consent, cmpId: 31, sections: ['usnat'], signals: [], target: window }).start();
}

test('a window takes the function and the frame by which others find it, and is rid of both afterwards', () => {
  start();
  const frames = () => [...document.querySelectorAll('iframe[name="__gppLocator"]')];
  expect([typeof page.__gpp, frames().length, frames()[0]?.parentElement === document.head]).toEqual([
    'function',
    1,
    true,
  ]);
  stop();
  expect(['__gpp' in page, frames()]).toEqual([false, []]);
});

test('a message to the window is answered', () => {
  start();
  const answers: unknown[] = [];
  const source = Object.assign(Object.create(window), { postMessage: (message: unknown) => answers.push(message) });
  const data = { __gppCall: { command: 'getField', parameter: 'usnat.SaleOptOut', callId: 1 } };
  window.dispatchEvent(new MessageEvent('message', { data, source, origin: 'https://frame.example' }));
  expect(answers).toEqual([{ __gppReturn: { returnValue: 2, success: true, callId: 1 } }]);
});

test('what the stub of the snippet has kept is answered once, and so are the messages that it hands on', () => {
  const stubbed: StubPage = window;
  installApiStub(stubbed, '__gpp');
  const answers: unknown[] = [];
  stubbed.__gpp?.('getField', (data: unknown) => answers.push(data), 'usnat.SaleOptOut');
  stubbed.__gpp?.('addEventListener', (event: unknown) => answers.push(Reflect.get(Object(event), 'eventName')));
  start();
  expect(answers).toEqual([2, 'listenerRegistered']);
  const source = Object.assign(Object.create(window), { postMessage: () => answers.push('message') });
  const data = { __gppCall: { command: 'ping', callId: 1 } };
  window.dispatchEvent(new MessageEvent('message', { data, source, origin: 'https://frame.example' }));
  expect(answers.slice(2)).toEqual(['message']);
});
