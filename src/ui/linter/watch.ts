import { isSeen } from './composed-tree.ts';
import { type Control, findLayer, type LintOptions } from './controls.ts';
import { findingAt, type LintFinding, type LintRule } from './finding.ts';
import { notFound } from './lint.ts';
import { type WalkOptions, waitFor } from './walk.ts';

/** What to watch a dialogue for. */
export interface WatchOptions extends WalkOptions {
  /** `scroll`: scrolls the page; `nothing`: waits; `refusal`: presses the control that refuses. */
  readonly after: 'scroll' | 'nothing' | 'refusal';
  /** For how long; 5,000 milliseconds unless given. */
  readonly durationMs?: number;
  /** What was chosen so far, as a text to compare: for example the ledger. Without it a dialogue that goes away by itself counts as accepted. */
  readonly readChoice?: () => string;
}

const LOOK_MS = 250;
const SCREENS = 3;

/**
 * Watches whether a dialogue takes scrolling or silence for consent, or asks again after a refusal. It scrolls, or refuses; so use it on a page
 * that may be thrown away.
 *
 * @example
 * ```ts
 * import { watchConsentUi } from 'kindred/ui/linter';
 *
 * const findings = await watchConsentUi(document, { after: 'scroll' });
 * ```
 */
export async function watchConsentUi(root: Document | Element, options: WatchOptions): Promise<readonly LintFinding[]> {
  const layer = findLayer(root, options);
  const { accept, refuse, save } = layer?.controls ?? {};
  switch (options.after) {
    case 'scroll':
    case 'nothing': {
      const control = accept ?? refuse ?? save;
      return control ? watchSilence(control, options) : [notFound(root)];
    }
    case 'refusal':
      return refuse ? watchRefusal(root, refuse, options) : [];
  }
}

async function watchSilence(control: Control, options: WatchOptions): Promise<readonly LintFinding[]> {
  const { after, readChoice } = options;
  const rule: LintRule = after === 'scroll' ? 'accept-on-scroll' : 'accept-on-timeout';
  const chosen = readChoice?.();
  let screens = 0;
  const isTaken = await happens(options, () => {
    if (after === 'scroll' && screens++ < SCREENS) window.scrollBy({ top: window.innerHeight, behavior: 'instant' });
    return readChoice ? readChoice() !== chosen : !isSeen(control.element);
  });
  const what = after === 'scroll' ? 'scrolling' : 'waiting';
  return isTaken
    ? [findingAt(rule, control, `After ${what} the dialogue was over, and nobody had pressed anything.`)]
    : [];
}

async function watchRefusal(
  root: Document | Element,
  refuse: Control,
  options: WatchOptions,
): Promise<readonly LintFinding[]> {
  refuse.element.click();
  const { settleMs = 2000 } = options;
  const isOver = await happens({ ...options, durationMs: settleMs }, () => !findLayer(root, options)?.controls.accept);
  if (!isOver) return [findingAt('nagging', refuse, `After "${refuse.name}" the question is still there.`)];
  const isBack = await happens(options, () => findLayer(root, options)?.controls.accept !== undefined);
  return isBack ? [findingAt('nagging', refuse, `After "${refuse.name}" the question came back.`)] : [];
}

async function happens({ wait = waitFor, durationMs = 5000 }: WatchOptions, test: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < durationMs; waited += LOOK_MS) {
    if (test()) return true;
    await wait(LOOK_MS);
  }
  return test();
}

/**
 * What there is to say of a dialogue that is shown to somebody who has refused before. Nothing, where none is shown.
 *
 * @example
 * ```ts
 * import { findNagging } from 'kindred/ui/linter';
 *
 * const findings = findNagging(document); // after a refusal and a reload
 * ```
 */
export function findNagging(root: Document | Element, options: LintOptions = {}): readonly LintFinding[] {
  const { accept } = findLayer(root, options)?.controls ?? {};
  return accept ? [findingAt('nagging', accept, 'Who has refused before is asked again.')] : [];
}
