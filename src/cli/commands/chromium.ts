import type { Browser } from 'playwright-core';
import { isRecord, KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';

/** What the command needs of Playwright. */
type Launch = (options: { readonly executablePath?: string; readonly args: readonly string[] }) => Promise<Browser>;

// Some dialogues hide from what calls itself a robot.
const ARGUMENTS = [
  '--disable-blink-features=AutomationControlled',
  '--no-first-run',
  '--disable-background-networking',
];

/**
 * Starts Chromium: that of `CHROMIUM_PATH`, else the one that Playwright brings.
 *
 * @throws KindredError `unavailable`
 */
export async function openChromium({ env }: CliIo): Promise<Browser> {
  const launch = await findPlaywright();
  const { CHROMIUM_PATH: executablePath } = env;
  return launch({ args: ARGUMENTS, ...(executablePath ? { executablePath } : {}) }).catch((cause: unknown) => {
    const [why = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    const remedy = 'Run "npx playwright install chromium", or name a Chromium in CHROMIUM_PATH.';
    throw new KindredError('unavailable', `Chromium cannot be started (${why}). ${remedy}`, { cause });
  });
}

async function findPlaywright(): Promise<Launch> {
  const found = (await import('playwright').catch(nothing)) ?? (await import('playwright-core').catch(nothing));
  const chromium: unknown = isRecord(found) ? found.chromium : undefined;
  if (found && isRecord(chromium)) return (options) => found.chromium.launch({ ...options, args: [...options.args] });
  const remedy = 'Run "npm install --save-dev playwright" (or playwright-core, with CHROMIUM_PATH).';
  throw new KindredError('unavailable', `To check a page the command needs Playwright. ${remedy}`);
}

function nothing(): undefined {
  return undefined;
}
