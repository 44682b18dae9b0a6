import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { KindredError } from '../../core/index.ts';
import type { LintFinding, LintOptions } from '../../ui/linter/index.ts';
import type { Checked, Finding } from '../output/findings.ts';
import { packageRoot } from '../package.ts';

/** How to check a page. */
export interface PageCheck {
  readonly address: string;
  readonly options: LintOptions;
  readonly width: number;
  readonly height: number;
  /** How long a dialogue may take to come, and how long it is watched. */
  readonly waitMs: number;
  /** Whether it is watched, and refused, on pages that are thrown away. */
  readonly isWatched: boolean;
  readonly signal: AbortSignal;
}

/** What the page's script is called there: no page has such a name itself. */
declare const kindredLinter: typeof import('../../ui/linter/index.ts');

const LOOK_MS = 250;

/** The linter as one script, which the build puts beside the command. */
export function linterScript(): Promise<string> {
  return readFile(new URL('dist/linter-in-page.js', packageRoot()), 'utf8');
}

/**
 * Opens the page as somebody who comes for the first time, walks through its dialogue, and then, on fresh visits, watches whether it takes
 * scrolling or silence for consent and whether it asks again after a refusal.
 *
 * @throws KindredError `unavailable` where the page cannot be opened, `invalid-options` for what is no selector
 */
export async function checkPage(browser: Browser, script: string, check: PageCheck): Promise<Checked> {
  const visit = async (act: (frame: Frame, page: Page) => Promise<readonly LintFinding[]>) => {
    if (check.signal.aborted) throw new KindredError('aborted', 'Cancelled.');
    const context = await newVisitor(browser, check);
    try {
      const page = await open(context, script, check);
      return await act(await frameOfDialogue(page, check), page);
    } finally {
      await context.close();
    }
  };
  const { options, waitMs: durationMs } = check;
  const found = [
    ...(await visit((frame) => frame.evaluate((all) => kindredLinter.walkConsentUi(document, all), options))),
  ];
  if (check.isWatched && !found.some(({ rule }) => rule === 'not-found')) {
    for (const after of ['scroll', 'nothing'] as const)
      found.push(...(await visit((frame) => watch(frame, { ...options, after, durationMs }))));
    found.push(...(await visit((frame, page) => refuseAndReturn(frame, page, check))));
  }
  return { kind: 'page', target: check.address, findings: found.map(toFinding) };
}

type Watched = Parameters<typeof kindredLinter.watchConsentUi>[1];

async function watch(frame: Frame, all: Watched): Promise<readonly LintFinding[]> {
  const found = await frame.evaluate((options) => kindredLinter.watchConsentUi(document, options), all);
  return found.filter(({ rule }) => rule !== 'not-found');
}

/** Somebody who refused comes back: to be asked again is nagging. */
async function refuseAndReturn(frame: Frame, page: Page, check: PageCheck): Promise<readonly LintFinding[]> {
  const { options, waitMs: durationMs } = check;
  const before = await frame.evaluate((all) => kindredLinter.lintConsentUi(document, all), options);
  if (before.some(({ rule }) => rule === 'no-refuse' || rule === 'not-found')) return [];
  const found = await watch(frame, { ...options, after: 'refusal', durationMs });
  if (found.length > 0) return found;
  await page.reload();
  const again = await frameOfDialogue(page, check);
  return again.evaluate((all) => kindredLinter.findNagging(document, all), options);
}

function newVisitor(browser: Browser, { width, height }: PageCheck): Promise<BrowserContext> {
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`;
  return browser.newContext({ viewport: { width, height }, userAgent });
}

async function open(context: BrowserContext, script: string, { address, options }: PageCheck): Promise<Page> {
  // Runs before the page's own scripts, and is no matter of its content security policy.
  await context.addInitScript({ content: `${script}\nglobalThis.kindredLinter = kindredLinter;` });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'load' }).catch((cause: unknown) => {
    const [why = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new KindredError('unavailable', `${address} cannot be opened (${why}). Is it running?`, {
      at: address,
      cause,
    });
  });
  await refuseWrongSelectors(page, options);
  return page;
}

/** Only a browser knows them all. */
async function refuseWrongSelectors(page: Page, options: LintOptions): Promise<void> {
  for (const [name, selector] of Object.entries(options)) {
    const isRight = (one: string) => {
      try {
        return document.createDocumentFragment().querySelector(one) === null;
      } catch {
        return false;
      }
    };
    if (typeof selector !== 'string' || (await page.evaluate(isRight, selector))) continue;
    const message = `--${name} "${selector}" is no CSS selector. Write one such as "#cookies" or "dialog .no".`;
    throw new KindredError('invalid-options', message, { at: `--${name}` });
  }
}

/** Waits for a dialogue; some come in frames. */
async function frameOfDialogue(page: Page, { options, waitMs }: PageCheck): Promise<Frame> {
  for (let waited = 0; waited < waitMs; waited += LOOK_MS) {
    for (const frame of page.frames()) if (await hasDialogue(frame, options)) return frame;
    await page.waitForTimeout(LOOK_MS);
  }
  return page.mainFrame();
}

async function hasDialogue(frame: Frame, options: LintOptions): Promise<boolean> {
  const look = (all: LintOptions) =>
    kindredLinter.lintConsentUi(document, all).every(({ rule }) => rule !== 'not-found');
  // A frame may go away while it is looked at.
  return frame.evaluate(look, options).catch(() => false);
}

function toFinding({ selector, ...rest }: LintFinding): Finding {
  return { ...rest, at: selector };
}
