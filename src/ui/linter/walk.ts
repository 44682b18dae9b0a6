import {
  type Control,
  dialogueOf,
  findLayer,
  type KnownControl,
  type Layer,
  type LintOptions,
  seenControls,
} from './controls.ts';
import { findingAt, type LintFinding } from './finding.ts';
import { lintLayer, notFound } from './lint.ts';
import { leavesPage } from './reach.ts';
import { findTicked } from './ticked.ts';

/** How to walk through a dialogue. */
export interface WalkOptions extends LintOptions {
  /** Waits for so many milliseconds; the page's timer unless given. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** How long a layer may take to show; 2,000 milliseconds unless given. */
  readonly settleMs?: number;
}

const LOOK_MS = 50;

/**
 * As {@link lintConsentUi}, and then opens the settings, as somebody would who wants to refuse, looks at that layer too, and counts the
 * steps. It presses nothing else, and follows no link to another page.
 *
 * @example
 * ```ts
 * import { walkConsentUi } from 'kindred/ui/linter';
 *
 * const findings = await walkConsentUi(document);
 * ```
 */
export async function walkConsentUi(
  root: Document | Element,
  options: WalkOptions = {},
): Promise<readonly LintFinding[]> {
  const first = findLayer(root, options);
  if (!first) return [notFound(root)];
  const findings = lintLayer(first, options);
  const { accept, refuse, settings } = first.controls;
  if (!settings) return findings;
  if (leavesPage(settings.element)) return refuse ? findings : [...findings, tooFar(settings, 'on another page')];
  const second = await openNext(root, settings.element, options);
  if (!second)
    return [...findings, findingAt('dead-end', settings, `"${settings.name}" shows nothing to choose from.`)];
  const far = accept && !refuse ? [tooFar(settings, stepsIn(second))] : [];
  return [...findings, ...lintLayer(second, options), ...far];
}

function tooFar(settings: Control, where: string): LintFinding {
  return findingAt('extra-steps', settings, `Accepting takes one step; refusing is possible ${where}.`);
}

/** How many clicks refusing takes: open, then refuse; or open, take every tick away, save. */
function stepsIn({ container, controls: { refuse, save } }: Layer): string {
  if (refuse) return 'in 2';
  return save ? `in ${2 + findTicked(container).length}` : 'on neither of two layers';
}

/** Presses the control, and waits for what was not seen before. */
async function openNext(
  root: Document | Element,
  control: HTMLElement,
  options: WalkOptions,
): Promise<Layer | undefined> {
  const { wait = waitFor, settleMs = 2000 } = options;
  // What opens may lie anywhere in the page.
  const page = root instanceof Document ? root : root.ownerDocument;
  const before = new Set(seenControls(page, options).map(({ element }) => element));
  control.click();
  for (let waited = 0; waited <= settleMs; waited += LOOK_MS) {
    await wait(LOOK_MS);
    const fresh = seenControls(page, options).filter(
      ({ element, kind }) => !before.has(element) && kind !== 'settings',
    );
    const next = layerOf(fresh);
    if (next) return next;
  }
  return undefined;
}

function layerOf(controls: readonly KnownControl[]): Layer | undefined {
  const decisive = controls.find(({ kind }) => kind === 'save' || kind === 'refuse');
  const container = decisive && (dialogueOf(decisive.element) ?? decisive.element.parentElement);
  return container ? findLayer(container, {}) : undefined;
}

export function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
