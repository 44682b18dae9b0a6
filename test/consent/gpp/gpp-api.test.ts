import { describe, expect, test } from 'vitest';
import { createGppApi, decodeGpp, type GppApi, type GppApiOptions } from '../../../src/consent/gpp/index.ts';
import { isRecord } from '../../../src/core/index.ts';
import { type FakePage, fakePage } from './page.ts';
import { makeWorld, type World } from './worlds.ts';

interface Served extends World {
  readonly page: FakePage;
  readonly api: GppApi;
  readonly stop: () => void;
}

function serve(world: World = makeWorld(), options: Partial<GppApiOptions> = {}, page: FakePage = fakePage()): Served {
  const { consent, platform, signals } = world;
  const api = createGppApi({
    consent,
    cmpId: 31,
    sections: ['usnat'],
    signals,
    target: page,
    logger: platform.logger,
    ...options,
  });
  return { ...world, page, api, stop: api.start() };
}

/** Calls `__gpp`, as a script of the page does; the data and the success that it answers at once. */
function ask(page: FakePage, command: unknown, parameter?: unknown): readonly unknown[] {
  const answers: (readonly unknown[])[] = [];
  call(page, command, (...answer: unknown[]) => answers.push(answer), parameter);
  const [answer = [], ...more] = answers;
  expect(more).toEqual([]);
  return answer;
}

function call(page: FakePage, ...args: readonly unknown[]): void {
  if (typeof page.__gpp !== 'function') throw new Error('There is no __gpp.');
  page.__gpp(...args);
}

function pingOf(page: FakePage): Readonly<Record<string, unknown>> {
  const [data] = ask(page, 'ping');
  return isRecord(data) ? data : {};
}

/** The events that a listener gets, as name and data. */
function listen(page: FakePage): readonly (readonly unknown[])[] {
  const events: (readonly unknown[])[] = [];
  call(page, 'addEventListener', (event: unknown) => {
    if (isRecord(event)) events.push([event.eventName, event.data]);
  });
  return events;
}

function allow({ consent }: World): void {
  consent.choose(['shop.example', '*'].map((party) => ({ purpose: '*', party })));
}

describe('commands', () => {
  test('ping tells the status, the sections and the string', () => {
    const { page, api } = serve();
    expect(ask(page, 'ping')).toEqual([
      {
        gppVersion: '1.1',
        cmpStatus: 'loaded',
        cmpDisplayStatus: 'hidden',
        signalStatus: 'not ready',
        supportedAPIs: ['7:usnat'],
        cmpId: 31,
        sectionList: [7],
        applicableSections: [7],
        gppString: api.text(),
        parsedSections: {
          usnat: [expect.objectContaining({ Version: 2, SaleOptOut: 1 }), { SubsectionType: 1, Gpc: false }],
        },
      },
      true,
    ]);
  });

  test('every answer is made from the permissions of that moment', () => {
    const served = serve();
    const { page, platform } = served;
    allow(served);
    expect(ask(page, 'getField', 'usnat.SaleOptOut')).toEqual([2, true]);
    // Time alone ends a permission, and nobody is told of it.
    platform.clock.advance(183 * 86_400_000);
    expect(ask(page, 'getField', 'usnat.SaleOptOut')).toEqual([1, true]);
    expect(decodeGpp(pingOf(page).gppString).sections[0]).toMatchObject({ fields: { SaleOptOut: 1 } });
  });

  test('sections and fields are given as the specification says', () => {
    const names = ['tcfeuv2', 'uspv1', 'usca', 'usva', 'usin'] as const;
    const { page } = serve(makeWorld(), { sections: names, tcStrings: { tcfeuv2: () => 'CPSG' } });
    expect(ask(page, 'hasSection', 'usca')).toEqual([true, true]);
    expect(ask(page, 'hasSection', 'usnat')).toEqual([false, true]);
    expect(ask(page, 'getSection', 'usca')).toEqual([
      [expect.objectContaining({ SharingOptOut: 1 }), { SubsectionType: 1, Gpc: false }],
      true,
    ]);
    expect(ask(page, 'getSection', 'usva')).toEqual([[expect.objectContaining({ SaleOptOut: 1 })], true]);
    expect(ask(page, 'getSection', 'usin')).toEqual([
      [expect.not.objectContaining({ SensitiveDataProcessing: [] }), { SensitiveDataProcessing: Array(8).fill(0) }],
      true,
    ]);
    expect(ask(page, 'getSection', 'uspv1')).toEqual([
      [{ Version: 1, Notice: 'Y', OptOutSale: 'Y', LspaCovered: 'N' }],
      true,
    ]);
    expect(ask(page, 'getField', 'usca.Gpc')).toEqual([false, true]);
    expect(ask(page, 'getField', 'uspv1.OptOutSale')).toEqual(['Y', true]);
    // TC strings are told by the function of the TCF.
    expect(ask(page, 'getSection', 'tcfeuv2')).toEqual([null, false]);
    expect(pingOf(page)).toMatchObject({
      sectionList: [2, 6, 8, 9, 25],
      parsedSections: expect.not.objectContaining({ tcfeuv2: expect.anything() }),
    });
  });

  test.each([
    ['getField', 'usnat.__proto__'],
    ['getField', 'usnat.constructor'],
    ['getField', 'usnat'],
    ['getField', '__proto__.toString'],
    ['getField', undefined],
    ['getField', 7],
    ['getSection', 'constructor'],
    ['getSection', { toString: () => 'usnat' }],
    ['getSection', ''],
    ['toString', undefined],
    ['getTCData', undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('%o with %o has no answer', (command, parameter) => {
    expect(ask(serve().page, command, parameter)).toEqual([null, false]);
  });

  test('calls without a callback, or with one that fails, do no harm', () => {
    const { page, platform } = serve();
    for (const callback of [undefined, null, 'ping', {}]) call(page, 'ping', callback);
    call(page);
    expect(platform.reports).toEqual([]);
    call(page, 'ping', () => {
      throw new Error('not mine');
    });
    expect(platform.reports).toMatchObject([{ level: 'error', message: 'A listener of __gpp failed.' }]);
    expect(pingOf(page).cmpStatus).toBe('loaded');
  });

  test('what scripts are given cannot be used to change what others are given', () => {
    const { page } = serve();
    const [section] = ask(page, 'getSection', 'usnat');
    if (!Array.isArray(section)) throw new Error('no section');
    expect(() => Object.assign(section[0], { SaleOptOut: 2 })).toThrow(TypeError);
    expect(() => section[0].SensitiveDataProcessing.fill(2)).toThrow(TypeError);
    expect(ask(page, 'getField', 'usnat.SaleOptOut')).toEqual([1, true]);
  });
});

describe('events', () => {
  test('come in the order of the specification: not ready, the sections, ready', () => {
    const served = serve(makeWorld({ isOptOut: true }), { sections: ['usnat', 'usca'] });
    const events = listen(served.page);
    served.consent.refuse('ads', { party: 'dsp.example' });
    expect(events).toEqual([
      ['listenerRegistered', true],
      ['signalStatus', 'not ready'],
      ['sectionChange', 'usnat'],
      ['sectionChange', 'usca'],
      ['signalStatus', 'ready'],
    ]);
  });

  test('the signal is not ready while the person chooses', () => {
    const served = serve();
    const { api, page } = served;
    const events = listen(page);
    expect(pingOf(page).signalStatus).toBe('not ready');
    api.display('visible');
    allow(served);
    expect(pingOf(page).signalStatus).toBe('not ready');
    api.display('hidden');
    expect(pingOf(page).signalStatus).toBe('ready');
    api.display('visible');
    api.display('visible');
    api.display('hidden');
    expect(events.slice(1)).toEqual([
      ['cmpDisplayStatus', 'visible'],
      ['sectionChange', 'usnat'],
      ['cmpDisplayStatus', 'hidden'],
      ['signalStatus', 'ready'],
      ['signalStatus', 'not ready'],
      ['cmpDisplayStatus', 'visible'],
      ['cmpDisplayStatus', 'hidden'],
      ['signalStatus', 'ready'],
    ]);
  });

  test('a choice on something else leaves the signal alone', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    const events = listen(served.page);
    served.consent.grant('research');
    expect(events).toEqual([['listenerRegistered', true]]);
  });

  test('a listener that fails is reported, and the others are told', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    call(served.page, 'addEventListener', (event: unknown) => {
      if (isRecord(event) && event.eventName === 'sectionChange') throw new Error('not mine');
    });
    const events = listen(served.page);
    served.consent.refuse('ads');
    expect(events).toContainEqual(['sectionChange', 'usnat']);
    expect(served.platform.reports).toHaveLength(1);
  });

  test('what a listener changes meanwhile is told afterwards, and the last word is the newest', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    let isFirst = true;
    call(served.page, 'addEventListener', (event: unknown) => {
      if (!isRecord(event) || event.eventName !== 'sectionChange' || !isFirst) return;
      isFirst = false;
      allow(served);
      call(served.page, 'ping', () => {});
    });
    const events = listen(served.page);
    served.consent.refuse('ads');
    expect(events.slice(1)).toEqual([
      ['signalStatus', 'not ready'],
      ['sectionChange', 'usnat'],
      ['signalStatus', 'ready'],
      ['signalStatus', 'not ready'],
      ['sectionChange', 'usnat'],
      ['signalStatus', 'ready'],
    ]);
    expect(ask(served.page, 'getField', 'usnat.SaleOptOut')).toEqual([2, true]);
  });

  test('a listener that is removed is not told any more', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    const [event] = ask(served.page, 'addEventListener');
    const id = isRecord(event) ? event.listenerId : undefined;
    expect(ask(served.page, 'removeEventListener', String(id))).toEqual([false, true]);
    expect(ask(served.page, 'removeEventListener', id)).toEqual([true, true]);
    expect(ask(served.page, 'removeEventListener', id)).toEqual([false, true]);
    served.consent.refuse('ads');
  });
});

describe('a stub', () => {
  const stubWith = (queue: unknown, events: unknown) => Object.assign(() => undefined, { queue, events });

  test('is asked for what it has kept: its calls in their order, and its listeners', () => {
    const page = fakePage();
    const answers: unknown[] = [];
    const note = (word: string) => (data: unknown) =>
      answers.push([word, isRecord(data) ? (data.eventName ?? data.cmpStatus) : data]);
    page.__gpp = stubWith(
      [
        ['ping', note('first')],
        ['getField', note('second'), 'usnat.SaleOptOut'],
      ],
      [{ id: 1, callback: note('listener') }],
    );
    serve(makeWorld({ isOptOut: true }), {}, page);
    expect(answers).toEqual([
      ['listener', 'cmpStatus'],
      ['listener', 'signalStatus'],
      ['first', 'loaded'],
      ['second', 2],
    ]);
    expect(ask(page, 'removeEventListener', 1)).toEqual([true, true]);
  });

  test.each([
    [undefined, undefined],
    ['ping', 7],
    [
      [null, 'ping', 7, {}, ['ping'], ['ping', 'x']],
      [null, {}, { id: '1', callback: () => {} }, { id: 1, callback: 'x' }],
    ],
    [{ length: 1e9 }, Object.create({ id: 1, callback: () => {} })],
  ])('that kept %o and %o does no harm', (queue, events) => {
    const page = fakePage();
    page.__gpp = stubWith(queue, events);
    const { platform } = serve(makeWorld(), {}, page);
    expect(pingOf(page).cmpStatus).toBe('loaded');
    expect(platform.reports).toEqual([]);
  });

  test('answers frames itself, also before it has put its own frame there', () => {
    const page = fakePage();
    page.__gpp = stubWith([], []);
    const { stop } = serve(makeWorld(), {}, page);
    expect([page.frames.length, page.listenerCount()]).toEqual([1, 0]);
    stop();
    expect(page.frames).toHaveLength(0);
  });

  test('that is gone leaves its frame, and nobody else to answer', () => {
    const page = fakePage();
    const frame = page.document?.createElement('iframe');
    if (frame) frame.name = '__gppLocator';
    const { stop } = serve(makeWorld(), {}, page);
    expect([page.frames.length, page.listenerCount()]).toEqual([1, 1]);
    stop();
    expect([page.frames.length, page.listenerCount()]).toEqual([1, 0]);
  });
});

describe('starting and ending', () => {
  test('nothing happens before the start', () => {
    const page = fakePage();
    const { consent } = makeWorld();
    const api = createGppApi({ consent, cmpId: 31, sections: ['usnat'], target: page });
    expect([page.__gpp, page.frames, page.listenerCount()]).toEqual([undefined, [], 0]);
    expect(decodeGpp(api.text()).sections).toHaveLength(1);
  });

  test('after the undo the page is as it was', () => {
    const empty = fakePage();
    const served = serve(makeWorld(), {}, empty);
    const events = listen(empty);
    expect([empty.frames.length, empty.listenerCount()]).toEqual([1, 1]);
    expect(served.api.start()).toBe(served.stop);
    served.stop();
    served.stop();
    allow(served);
    expect(['__gpp' in empty, empty.frames, empty.listenerCount(), events.length]).toEqual([false, [], 0, 1]);

    const stub = () => {};
    const page = Object.assign(fakePage(), { __gpp: stub });
    serve(makeWorld(), {}, page).stop();
    expect(page.__gpp).toBe(stub);
  });

  test('it can be started again', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    served.stop();
    const stop = served.api.start();
    expect(pingOf(served.page)).toMatchObject({ cmpStatus: 'loaded', signalStatus: 'ready' });
    stop();
  });

  test('what somebody else has put in its place stays', () => {
    const { page, stop } = serve();
    const other = () => {};
    page.__gpp = other;
    stop();
    expect(page.__gpp).toBe(other);
  });

  test.each([{ cmpId: 1.5 }, { cmpId: Number.NaN }, { mapping: { sale: ['nothing'] } }])('%o is refused', (options) => {
    expect(() => serve(makeWorld(), options)).toThrow(expect.objectContaining({ code: 'invalid-options' }));
  });
});

test('a section that does not exist is refused', () => {
  const sections = JSON.parse('["usxx"]');
  expect(() => serve(makeWorld(), { sections })).toThrow(expect.objectContaining({ code: 'invalid-signal' }));
});

describe('messages', () => {
  const answersTo = (page: FakePage, data: unknown, origin?: string) => {
    const answers: unknown[] = [];
    page.send(data, { postMessage: (message, target) => answers.push([message, target]) }, origin);
    return answers;
  };
  const asking = { __gppCall: { command: 'hasSection', parameter: 'usnat', version: '1.1', callId: 'c-1' } };
  const answered = { __gppReturn: { returnValue: true, success: true, callId: 'c-1' } };

  test('are answered in the form in which they ask, and to the window that asks', () => {
    const { page } = serve();
    expect(answersTo(page, asking)).toEqual([[answered, 'https://frame.example']]);
    expect(answersTo(page, JSON.stringify(asking))).toEqual([[JSON.stringify(answered), 'https://frame.example']]);
    expect(answersTo(page, asking, 'null')).toEqual([[answered, '*']]);
  });

  test('messages that are not commands are ignored', () => {
    const { page, platform } = serve();
    const hostile: readonly unknown[] = [
      undefined,
      null,
      7,
      'text',
      '__gppCall',
      '{"__gppCall":',
      '{"__gppCall":null}',
      '[{"__gppCall":{}}]',
      `"__gppCall${'x'.repeat(1_000_000)}`,
      { __gppCall: 'ping' },
      { __gppCall: [] },
      Object.create(asking),
      JSON.parse('{"__proto__":{"__gppCall":{"command":"ping"}}}'),
      { __tcfapiCall: { command: 'ping' } },
    ];
    expect(hostile.flatMap((data) => answersTo(page, data))).toEqual([]);
    page.send(asking, null);
    page.send(asking, {
      postMessage() {
        throw new Error('gone');
      },
    });
    expect(platform.reports).toHaveLength(1);
    expect(answersTo(page, { __gppCall: { callId: 1 } })).toEqual([
      [{ __gppReturn: { returnValue: null, success: false, callId: 1 } }, 'https://frame.example'],
    ]);
  });

  test('frames can listen', () => {
    const served = serve(makeWorld({ isOptOut: true }));
    const answers: unknown[] = [];
    const source = { postMessage: (message: unknown) => answers.push(message) };
    served.page.send({ __gppCall: { command: 'addEventListener', callId: 5 } }, source);
    served.consent.refuse('ads');
    expect(answers).toHaveLength(4);
    expect(answers).toContainEqual({
      __gppReturn: {
        callId: 5,
        success: true,
        returnValue: expect.objectContaining({ eventName: 'sectionChange', data: 'usnat' }),
      },
    });
  });
});
