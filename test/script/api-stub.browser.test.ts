import { afterEach, describe, expect, test } from 'vitest';
import { installApiStub, type StubPage } from '../../src/script/api-stub.ts';

const page: StubPage = window;

const forget = () => {
  delete page.__tcfapi;
  delete page.__gpp;
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
};
afterEach(forget);

/** A frame of somebody else, which asks as the frameworks prescribe, and the answer that it gets. */
async function askFromFrame(message: unknown): Promise<unknown> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const inside = frame.contentWindow;
  if (!inside) throw new Error('no window');
  const answer = new Promise((resolve) =>
    inside.addEventListener('message', ({ data }) => resolve(data), { once: true }),
  );
  const script = inside.document.createElement('script');
  script.textContent = `parent.postMessage(${JSON.stringify(message)}, '*')`;
  inside.document.body.append(script);
  return answer;
}

describe.each([
  { name: '__tcfapi', asked: ['getTCData', 2, () => {}, [1]] },
  { name: '__gpp', asked: ['getGPPData', () => {}, [1], '1.1'] },
] as const)('the stub of $name', ({ name, asked }) => {
  const callbackAt = name === '__gpp' ? 1 : 2;

  test('answers ping at once', () => {
    installApiStub(page, name);
    const answers: unknown[] = [];
    const command: unknown[] = ['ping', 2];
    command[callbackAt] = (status: unknown, success: unknown) => answers.push([status, success]);
    page[name]?.(...command);
    expect(answers).toEqual([[expect.objectContaining({ cmpStatus: 'stub', cmpId: 0 }), true]]);
  });

  test('keeps other commands as they were given, for a call without arguments and as a property', () => {
    installApiStub(page, name);
    page[name]?.(...asked);
    expect(page[name]?.()).toEqual([asked]);
    expect(Reflect.get(page[name] ?? {}, 'queue')).toEqual([asked]);
  });

  test('keeps a thousand commands and no more', () => {
    installApiStub(page, name);
    for (let i = 0; i < 1200; i++) page[name]?.(...asked);
    expect(page[name]?.()).toHaveLength(1000);
  });

  test('takes a ping without a callback', () => {
    installApiStub(page, name);
    expect(page[name]?.('ping')).toBe(undefined);
    expect(page[name]?.('ping', 2, 'no function')).toBe(undefined);
  });

  test('is found by frames, without a frame that is seen', () => {
    installApiStub(page, name);
    expect(Reflect.get(window.frames, `${name}Locator`)).toBeTruthy();
    expect(document.querySelector('iframe')?.getClientRects()).toHaveLength(0);
  });

  test.each(['an object', 'JSON'])('answers frames that ask with %s', async (form) => {
    installApiStub(page, name);
    const call = { [`${name}Call`]: { command: 'ping', version: 2, callId: 'c-1' } };
    const answer = await askFromFrame(form === 'JSON' ? JSON.stringify(call) : call);
    const returned = { returnValue: expect.objectContaining({ cmpStatus: 'stub' }), success: true, callId: 'c-1' };
    expect(typeof answer === 'string' ? JSON.parse(answer) : answer).toEqual({ [`${name}Return`]: returned });
    expect(typeof answer).toBe(form === 'JSON' ? 'string' : 'object');
  });

  test('hands frames on to what takes its place', async () => {
    installApiStub(page, name);
    page[name] = (...command) => {
      const callback = command[callbackAt];
      if (typeof callback === 'function') callback({ asked: command[0], with: command[callbackAt + 1] }, true);
    };
    const call = { [`${name}Call`]: { command: 'getSomething', version: 2, parameter: 'x', callId: 7 } };
    expect(await askFromFrame(call)).toEqual({
      [`${name}Return`]: { returnValue: { asked: 'getSomething', with: 'x' }, success: true, callId: 7 },
    });
  });

  test.each([null, 1, 'text', '{', '{"a":1}', 'null', {}, [], { [`${name}Call`]: null }, `"${name}Call"`])(
    'ignores the message %j',
    async (message) => {
      installApiStub(page, name);
      const errors: unknown[] = [];
      const listen = ({ message: text }: ErrorEvent) => errors.push(text);
      addEventListener('error', listen);
      const heard = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
      postMessage(message, '*');
      await heard;
      removeEventListener('error', listen);
      expect([errors, page[name]?.()]).toEqual([[], []]);
    },
  );
});
