// @vitest-environment-options { "settings": { "enableIframePageLoading": true } }
// The frame is empty: nothing is requested.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTcfApi, decodeTcString, type TcfApiOptions } from '../../../src/consent/tcf/index.ts';
import { installApiStub } from '../../../src/script/api-stub.ts';
import { memoryPlatform } from '../../../src/testing/index.ts';
import { SETTINGS, shop } from './shop.ts';

type Call = (command: unknown, version: unknown, callback: unknown, parameter?: unknown) => void;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
  document.head.replaceChildren();
});

/** A page with a shop on it; `answers` are what a script of a vendor receives, oldest first. */
function open(more: Partial<TcfApiOptions> = {}, arrange = (_consent: ReturnType<typeof shop>) => {}) {
  const platform = memoryPlatform();
  const consent = shop({}, platform);
  arrange(consent);
  const api = createTcfApi({ ...platform, ...SETTINGS, consent, target: window, ...more });
  const stop = api.start();
  undo.push(stop);
  return { ...platform, consent, api, stop };
}

function tcfapi(...args: Parameters<Call>): void {
  const call = ownApi();
  if (typeof call === 'function') call(...args);
}

function ownApi(): unknown {
  return Object.getOwnPropertyDescriptor(window, '__tcfapi')?.value;
}

function setApi(value: unknown): void {
  Object.defineProperty(window, '__tcfapi', { value, configurable: true, writable: true, enumerable: true });
  undo.push(() => Reflect.deleteProperty(window, '__tcfapi'));
}

function ask(command: unknown, parameter?: unknown, version: unknown = 2): readonly unknown[] {
  const callback = vi.fn();
  tcfapi(command, version, callback, parameter);
  expect(callback).toHaveBeenCalledOnce();
  return callback.mock.calls[0] ?? [];
}

interface Posted {
  readonly data: unknown;
  readonly origin: string;
}

/** Plays a frame that sends a message; answers what it receives. */
function post(data: unknown, origin?: string): readonly Posted[] {
  const received: Posted[] = [];
  const source = { postMessage: (answer: unknown, to: string) => received.push({ data: answer, origin: to }) };
  const message = new Event('message');
  Object.assign(message, { data, source, origin });
  window.dispatchEvent(message);
  return received;
}

/** The window as the snippet sees it; what it adds goes with the test. */
function page() {
  const added = vi.spyOn(window, 'addEventListener');
  undo.push(() => {
    for (const [type, listener] of added.mock.calls) window.removeEventListener(type, listener);
    added.mockRestore();
    Reflect.deleteProperty(window, '__tcfapi');
  });
  return window;
}

function listen() {
  const heard: Record<string, unknown>[] = [];
  tcfapi('addEventListener', 2, (data: Record<string, unknown>) => heard.push(data));
  return heard;
}

describe('commands', () => {
  test('ping tells who answers', () => {
    open();
    expect(ask('ping')).toEqual([
      {
        gdprApplies: true,
        cmpLoaded: true,
        cmpStatus: 'loaded',
        displayStatus: 'hidden',
        apiVersion: '2',
        cmpVersion: 1,
        cmpId: 300,
        gvlVersion: 17,
        tcfPolicyVersion: 5,
      },
      true,
    ]);
  });

  test('a listener hears the present at once and every change, until it leaves', () => {
    const { consent } = open();
    const heard = listen();
    expect(heard).toMatchObject([{ listenerId: 1, eventStatus: undefined, vendor: { consents: {} } }]);
    consent.grant('ads', { party: 'ten.example' });
    consent.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]);
    expect(heard.at(-1)).toMatchObject({
      eventStatus: 'tcloaded',
      cmpStatus: 'loaded',
      gdprApplies: true,
      isServiceSpecific: true,
      publisherCC: 'DE',
      purpose: { consents: { 1: true, 2: true, 7: true }, legitimateInterests: {} },
      vendor: { consents: { 10: true, 20: true }, legitimateInterests: {}, disclosedVendors: { 10: true, 20: true } },
      specialFeatureOptins: { 1: true },
      publisher: { restrictions: { 7: { 20: 1 } } },
    });
    expect(ask('removeEventListener', 1)).toEqual([true, true]);
    expect(ask('removeEventListener', 1)).toEqual([false, false]);
    const before = heard.length;
    consent.refuse('*', { party: '*' });
    expect(heard.length).toBe(before);
  });

  test('the string says what the decoded data say', () => {
    const { consent, api } = open();
    consent.grant('ads', { party: 'ten.example' });
    const [data] = ask('getTCData');
    expect(data).toMatchObject({ tcString: api.tcString(), vendor: { consents: { 10: true } }, listenerId: undefined });
    expect(decodeTcString(api.tcString())).toMatchObject({ vendorConsents: [10], vendorsDisclosed: [10, 20] });
  });

  test.each([
    ['getInAppTCData', 2],
    ['getVendorList', 2],
    ['constructor', 2],
    [{}, 2],
    ['getTCData', 1],
    ['getTCData', 3],
    ['getTCData', '__proto__'],
  ])('%s in version %s is answered with (null, false)', (command, version) => {
    open();
    expect(ask(command, undefined, version)).toEqual([null, false]);
  });

  test.each([0, null, undefined, '2'])('version %s is the latest', (version) => {
    open();
    expect(ask('ping', undefined, version)[1]).toBe(true);
  });

  test('calls without a callback do nothing', () => {
    const { reports } = open();
    tcfapi('addEventListener', 2, 'callback');
    tcfapi(undefined, undefined, undefined);
    expect(reports).toEqual([]);
  });

  test('a callback that fails is reported, and the others are called', () => {
    const { reports } = open();
    tcfapi('addEventListener', 2, () => {
      throw new Error('theirs');
    });
    expect(listen()).toHaveLength(1);
    expect(reports).toMatchObject([{ level: 'error', message: 'A callback of __tcfapi failed.' }]);
  });

  test('what one vendor does to its data does not reach another', () => {
    const { consent } = open();
    const [first] = ask('getTCData');
    Object.assign(Object(first).vendor.consents, { 10: true });
    expect(ask('getTCData')[0]).toMatchObject({ vendor: { consents: {} } });
    expect(consent.check({ purpose: 'ads', party: 'ten.example' }).allow).toBe(false);
  });

  test('listeners beyond a thousand are turned away', () => {
    open();
    for (let turn = 0; turn < 1000; turn++) listen();
    expect(ask('addEventListener')).toEqual([null, false]);
  });

  test('where the regulation does not apply only that is said', () => {
    open({ gdprApplies: false });
    expect(ask('getTCData')[0]).toEqual({
      gdprApplies: false,
      tcfPolicyVersion: 5,
      cmpId: 300,
      cmpVersion: 1,
      listenerId: undefined,
    });
    expect(ask('ping')[0]).toMatchObject({ gdprApplies: false, displayStatus: 'disabled' });
  });
});

describe('what happens to the person', () => {
  const statuses = (heard: readonly Record<string, unknown>[]) => heard.map(({ eventStatus }) => eventStatus);

  test('a choice that was made before is loaded', () => {
    open({}, (consent) => consent.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]));
    expect(statuses(listen())).toEqual(['tcloaded']);
  });

  test('the banner is shown, and the choice completes', () => {
    const { api, consent } = open();
    const heard = listen();
    api.uiShown();
    expect(ask('ping')[0]).toMatchObject({ displayStatus: 'visible' });
    consent.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]);
    api.uiHidden();
    expect(statuses(heard)).toEqual([undefined, 'cmpuishown', 'useractioncomplete']);
    expect(heard[1]).toMatchObject({ vendor: { consents: {} } });
    expect(ask('ping')[0]).toMatchObject({ displayStatus: 'hidden' });
  });

  test('the preference centre is closed without a change', () => {
    const { api } = open({}, (consent) => consent.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]));
    const heard = listen();
    api.uiShown();
    api.uiHidden();
    expect(statuses(heard)).toEqual(['tcloaded', 'cmpuishown', 'useractioncomplete']);
  });

  test('the banner is closed without a choice: nothing is complete', () => {
    const { api } = open();
    const heard = listen();
    api.uiShown();
    api.uiHidden();
    expect(statuses(heard)).toEqual([undefined, 'cmpuishown']);
  });

  test('a withdrawal reaches vendors at once', () => {
    const { consent } = open({}, (each) => each.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]));
    const heard = listen();
    consent.withdraw('*', { party: '*' });
    expect(heard.at(-1)).toMatchObject({ eventStatus: 'useractioncomplete', vendor: { consents: {} } });
  });

  test('a permission that ends reaches vendors when it ends', () => {
    const { consent, clock, api } = open();
    undo.push(consent.start());
    consent.grant('ads', { party: 'ten.example', until: clock.now() + 60_000 });
    const heard = listen();
    expect(heard.at(-1)).toMatchObject({ vendor: { consents: { 10: true } } });
    clock.jumpTo(clock.now() + 60_000);
    expect(decodeTcString(api.tcString()).vendorConsents).toEqual([]);
    clock.advance(3_600_000);
    expect(heard.at(-1)).toMatchObject({ vendor: { consents: {} } });
  });
});

describe('the stub', () => {
  test('has its queue served in order', () => {
    const order: string[] = [];
    const queue = [
      ['ping', 2, () => order.push('ping')],
      'not a call',
      ['addEventListener', 2, () => order.push('listener')],
      [],
    ];
    setApi((...args: unknown[]) => (args.length === 0 ? queue : undefined));
    open();
    expect(order).toEqual(['ping', 'listener']);
  });

  test('of the snippet is served, and its frames are answered once', () => {
    installApiStub(page(), '__tcfapi');
    const callback = vi.fn();
    tcfapi('addEventListener', 2, callback);
    const { stop } = open();
    expect(callback.mock.calls).toMatchObject([[{ cmpStatus: 'loaded', listenerId: 1 }, true]]);
    const received = post({ __tcfapiCall: { command: 'getTCData', version: 2, callId: 7 } });
    expect(received).toMatchObject([{ data: { __tcfapiReturn: { callId: 7, success: true } } }]);
    expect(document.querySelectorAll('iframe')).toHaveLength(1);
    stop();
    expect(ownApi()).toBeTypeOf('function');
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['has no queue', () => 7],
    ['is no function', { a: [] }],
  ])('that %s is replaced', (_, stub) => {
    setApi(stub);
    open();
    expect(ask('ping')[1]).toBe(true);
  });
});

describe('frames', () => {
  test('find the page by a frame of that name', () => {
    open();
    expect(document.querySelectorAll('iframe[name="__tcfapiLocator"]')).toHaveLength(1);
  });

  test('a frame that is there already is left alone', () => {
    const frame = document.createElement('iframe');
    frame.name = '__tcfapiLocator';
    document.head.append(frame);
    const { stop } = open();
    stop();
    expect(document.querySelectorAll('iframe[name="__tcfapiLocator"]')).toHaveLength(1);
  });

  test('are answered in the form in which they ask', () => {
    open();
    const call = { __tcfapiCall: { command: 'ping', version: 2, callId: 'a' } };
    expect(post(call)).toMatchObject([
      { data: { __tcfapiReturn: { callId: 'a', success: true, returnValue: { cmpLoaded: true } } }, origin: '*' },
    ]);
    const [answer] = post(JSON.stringify(call));
    expect(JSON.parse(String(answer?.data))).toMatchObject({ __tcfapiReturn: { callId: 'a', success: true } });
  });

  test('can listen, and hear changes', () => {
    const { consent } = open();
    const heard = post({ __tcfapiCall: { command: 'addEventListener', version: 2, callId: 1 } });
    consent.grant('ads', { party: 'ten.example' });
    consent.choose([{ purpose: '*' }, { purpose: '*', party: '*' }]);
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.at(-1)).toMatchObject({
      data: { __tcfapiReturn: { callId: 1, returnValue: { eventStatus: 'tcloaded' } } },
    });
  });

  test('are answered where they asked from, and nobody is who has gone', () => {
    const { reports } = open();
    const call = { __tcfapiCall: { command: 'ping', version: 2, callId: 1 } };
    expect(post(call, 'https://frame.example')).toMatchObject([{ origin: 'https://frame.example' }]);
    expect(post(call, 'null')).toMatchObject([{ origin: '*' }]);
    window.dispatchEvent(Object.assign(new Event('message'), { data: call, source: null }));
    expect(reports).toEqual([]);
  });

  test('messages that are not calls are ignored', () => {
    const { reports } = open();
    const others: readonly unknown[] = [
      undefined,
      7,
      null,
      '{"__tcfapiCall":',
      '{"type":"webpack"}',
      { __tcfapiReturn: { callId: 1 } },
      { __tcfapiCall: 'ping' },
      Object.create({ __tcfapiCall: { command: 'ping', version: 2, callId: 1 } }),
    ];
    expect(others.flatMap((data) => post(data))).toEqual([]);
    expect(reports).toEqual([]);
  });

  test('are not answered twice where the stub hands on their messages', () => {
    setApi(() => []);
    open();
    expect(post({ __tcfapiCall: { command: 'ping', version: 2, callId: 1 } })).toEqual([]);
  });
});

describe('starting and stopping', () => {
  test('creating does nothing', () => {
    createTcfApi({ ...memoryPlatform(), ...SETTINGS, consent: shop(), target: window });
    expect(ownApi()).toBeUndefined();
    expect(document.querySelector('iframe')).toBeNull();
  });

  test('after the undo the page is as it was', () => {
    const before = Object.keys(window);
    const { stop, consent } = open();
    const heard = listen();
    stop();
    stop();
    consent.grant('ads', { party: 'ten.example' });
    expect(heard).toHaveLength(1);
    expect('__tcfapi' in window).toBe(false);
    expect(Object.keys(window)).toEqual(before);
    expect(document.querySelector('iframe')).toBeNull();
  });

  test('the stub is back after the undo', () => {
    const stub = () => [];
    setApi(stub);
    open().stop();
    expect(ownApi()).toBe(stub);
  });

  test('starting twice is starting once', () => {
    const { api, stop } = open();
    expect(api.start()).toBe(stop);
  });

  test.each([
    ['/cmpId', { cmpId: 0 }],
    ['/cmpVersion', { cmpVersion: 5000 }],
    ['/publisherCountryCode', { publisherCountryCode: 'Germany' }],
    ['/consentLanguage', { language: 'e' }],
  ])('settings that a TC string cannot hold are refused at %s', (at, settings) => {
    expect(() =>
      createTcfApi({ ...memoryPlatform(), ...SETTINGS, ...settings, consent: shop(), target: window }),
    ).toThrow(expect.objectContaining({ code: 'invalid-signal', at }));
  });
});
