import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CHROMIUM } from '../../chromium.ts';

/** A tab of a browser with another tab beside it. */
export interface BackgroundTab {
  /** The value of an expression in the tab. */
  evaluate(expression: string): Promise<unknown>;
  /** Shows the other tab, and freezes this one: nothing runs in it. */
  freeze(): Promise<void>;
  /** Shows this tab again. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>;

/**
 * Opens a tab that can go to the background. Playwright has the pages that it drives taken to be visible always, and visible ones
 * are not frozen; so this speaks the DevTools protocol itself, over the browser's pipe.
 */
export async function openBackgroundTab(): Promise<BackgroundTab> {
  const profile = mkdtempSync(join(tmpdir(), 'kindred-tab-'));
  const args = [
    ...CHROMIUM.args,
    '--headless=new',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const browser = spawn(CHROMIUM.executablePath, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , input, output] = browser.stdio;
  if (!isWritable(input) || !isReadable(output)) throw new Error('The browser has no pipes.');
  const send = connect(input, output);
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const other = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  await send('Target.activateTarget', { targetId });
  return {
    async evaluate(expression) {
      const { result, exceptionDetails } = await send(
        'Runtime.evaluate',
        { expression, returnByValue: true, awaitPromise: true },
        session,
      );
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return typeof result === 'object' && result !== null && 'value' in result ? result.value : undefined;
    },
    async freeze() {
      await send('Target.activateTarget', { targetId: other.targetId });
      await send('Page.setWebLifecycleState', { state: 'frozen' }, session);
    },
    async resume() {
      await send('Page.setWebLifecycleState', { state: 'active' }, session);
      await send('Target.activateTarget', { targetId });
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      void send('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Messages are JSON, and end with a NUL. */
function connect(input: Writable, output: Readable): Send {
  const waiting = new Map<number, (message: { result?: Record<string, unknown> }) => void>();
  let text = '';
  output.on('data', (chunk) => {
    const messages = `${text}${chunk}`.split('\0');
    text = messages.pop() ?? '';
    for (const message of messages.map((json) => JSON.parse(json))) waiting.get(message.id)?.(message);
  });
  let last = 0;
  return (method, params = {}, sessionId = undefined) =>
    new Promise((resolve) => {
      const id = ++last;
      waiting.set(id, ({ result = {} }) => resolve(result));
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

function isWritable(stream: unknown): stream is Writable {
  return typeof stream === 'object' && stream !== null && 'write' in stream;
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream;
}
