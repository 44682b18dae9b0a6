import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, Option } from 'commander';
import type { Browser } from 'playwright-core';
import { KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { CONTROL_KINDS, type LintOptions } from '../../ui/linter/index.ts';
import { readJsonText } from '../input/json-file.ts';
import type { CliIo } from '../io.ts';
import { type Checked, countFindings, formatChecked } from '../output/findings.ts';
import { checkJson } from './check-json.ts';
import { checkPage, linterScript } from './check-page.ts';
import { openChromium } from './chromium.ts';
import { parseRetention, readDeclarations } from './declarations.ts';
import { wholeNumberOption } from './numbers.ts';

interface CheckFlags extends LintOptions {
  readonly viewport: readonly [width: number, height: number];
  readonly wait: number;
  readonly watch: boolean;
  readonly facts?: string;
  readonly permit?: readonly string[];
  readonly retention?: number;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** What checking a page needs of the machine. */
export interface PageTools {
  openBrowser(io: CliIo): Promise<Browser>;
  /** The linter as a script that defines `kindredLinter`. */
  script(): Promise<string>;
}

const EXAMPLES = `
A rules file, a rule set or placements, is checked for everything that keeps it from loading, and for rules that never hold or never
win, parts that add nothing, facts and events that are read without their permission, windows that are longer than events are kept,
and what nobody uses: each with its JSON Pointer, line and column. A policy is checked for faults, and for what is unfair or hard to
understand. A page is opened in Chromium like by somebody who comes for the first time: its consent dialogue is
found by its words in nine languages, compared, walked through and, on visits of their own, scrolled past, waited out and refused.

Pages need Playwright: npm install --save-dev playwright. CHROMIUM_PATH names a Chromium of your own.

Examples:
  kindred check rules.json
  kindred check rules.json --facts page --retention 90d --strict
  kindred check rules.json --facts facts.json --permit personalization,analytics --json
  kindred check policy.json --strict
  kindred check https://shop.example --viewport 360x740
  kindred check dialogue.html --container '#cookies' --refuse '.no' --no-watch --json

The file of --facts has the facts by path, {"orders.count": "number", "traits.city": {"type": "string", "purpose": "personalization"}},
or all that is known: {"facts": {…}, "events": {"Product Viewed": {"purpose": "analytics"}}, "permissions": […], "retention": "90d"}.

Exit codes: 0 no error was found, 1 there are errors (with --strict: or warnings) or it could not be checked, 2 used wrongly.`;

const MAX_FILE_BYTES = 10_000_000;

export function addCheckCommand(
  program: Command,
  io: CliIo,
  tools: PageTools = { openBrowser: openChromium, script: linterScript },
): void {
  const command = program
    .command('check')
    .description('find faults in rules and policies, and what steers people in the consent dialogue of a page')
    .argument('<target>', 'a rules or policy file (- for standard input), a page (.html), or its address')
    .addOption(
      new Option('--viewport <size>', 'the size of the window: 360x740')
        .argParser(parseViewport)
        .default([1280, 800], '1280x800'),
    )
    .addOption(
      new Option('--wait <milliseconds>', 'how long the dialogue may take to come, and is watched')
        .argParser(wholeNumberOption('--wait', 250, 120_000))
        .default(5000),
    )
    .option('--container <selector>', 'the dialogue');
  for (const kind of CONTROL_KINDS) command.option(`--${kind} <selector>`, `its control that is one to ${WORDS[kind]}`);
  command
    .option('--no-watch', 'do not scroll, wait and refuse')
    .option('--facts <file>', 'for rules: the facts and events that exist, as JSON; "page" for those of pages')
    .addOption(
      new Option('--permit <purposes>', 'for rules: what is permitted wherever they run').argParser(parsePurposes),
    )
    .addOption(
      new Option('--retention <time>', 'for rules: how long events are kept, such as 90d').argParser((text) =>
        parseRetention(text, '--retention'),
      ),
    )
    .option('--strict', 'fail on warnings too')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', EXAMPLES)
    .action((target: string, flags: CheckFlags) => runCheck(target, flags, io, tools));
}

const WORDS = { refuse: 'refuse', save: 'save', settings: 'choose', accept: 'accept', close: 'close' } as const;

async function runCheck(target: string, flags: CheckFlags, io: CliIo, tools: PageTools): Promise<void> {
  const { json = false, strict = false } = flags;
  const address = await addressOf(target);
  const checked = address ? await checkAt(address, target, flags, io, tools) : await checkFile(target, flags, io);
  io.stdout.write(json ? `${JSON.stringify({ command: 'check', ...checked })}\n` : formatChecked(checked, io));
  const failing = checked.findings.filter(({ severity }) => strict || severity === 'error');
  if (failing.length === 0) return;
  throw new KindredError('invalid-input', `${countFindings(failing)} in ${target}.`, { at: target });
}

async function checkFile(target: string, { facts, permit, retention }: CheckFlags, io: CliIo): Promise<Checked> {
  if (target === '-' && facts === '-') {
    throw new KindredError('invalid-options', 'Rules and facts cannot both be standard input.', { at: '--facts' });
  }
  const declared = await readDeclarations(facts, io);
  return checkJson(await readJsonText(target, MAX_FILE_BYTES, io), target, {
    ...declared,
    ...(permit && { permissions: permit }),
    ...(retention !== undefined && { retentionMs: retention }),
    now: nodePlatform().clock.now(),
  });
}

async function checkAt(
  address: string,
  target: string,
  { viewport: [width, height], wait: waitMs, watch: isWatched, ...rest }: CheckFlags,
  io: CliIo,
  { openBrowser, script }: PageTools,
): Promise<Checked> {
  const { container, refuse, save, settings, accept, close } = rest;
  const named = Object.entries({ container, refuse, save, settings, accept, close }).filter(([, selector]) => selector);
  const options: LintOptions = Object.fromEntries(named);
  const browser = await openBrowser(io);
  const stop = () => void browser.close();
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    const check = { address, options, width, height, waitMs, isWatched, signal: io.signal };
    return { ...(await checkPage(browser, await script(), check)), target };
  } catch (error) {
    throw io.signal.aborted ? new KindredError('aborted', 'Cancelled.', { cause: error }) : error;
  } finally {
    io.signal.removeEventListener('abort', stop);
    await browser.close();
  }
}

/** The address of a page; `undefined` for what is no page. */
async function addressOf(target: string): Promise<string | undefined> {
  if (/^https?:\/\//i.test(target)) {
    if (URL.canParse(target)) return target;
    throw new KindredError('invalid-options', `"${target}" is no address. Write https://shop.example/.`, {
      at: target,
    });
  }
  if (!/\.x?html?$/i.test(target)) return undefined;
  await stat(target).catch((cause: unknown) => {
    throw new KindredError('not-found', `There is no file "${target}". Check the path.`, { at: target, cause });
  });
  return pathToFileURL(resolve(target)).href;
}

function parsePurposes(text: string): readonly string[] {
  return text.split(',').map((purpose) => purpose.trim());
}

function parseViewport(text: string): readonly [number, number] {
  const [, width = '', height = ''] = /^(\d{2,4})x(\d{2,4})$/.exec(text) ?? [];
  if (width) return [Number(width), Number(height)];
  throw new KindredError('invalid-options', '--viewport takes width and height, such as 360x740.', {
    at: '--viewport',
  });
}
