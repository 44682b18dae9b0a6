import type { Held } from './held.ts';
import { holdEmbed } from './held-embed.ts';
import { holdScript, type TrustedPolicy } from './held-script.ts';
import { type BlockerConsent, MARKED, type Mark, readMark } from './mark.ts';
import type { PlaceholderTexts } from './placeholder.ts';
import { createScriptRunner } from './script-runner.ts';

/** What switches a third party off that has been running, such as its own opt-out flag; may return what switches it on again. */
export type Disarm = () => (() => void) | undefined;

/** What a blocker is made of. */
export interface BlockerOptions extends TrustedPolicy {
  readonly consent: BlockerConsent;
  /** Where marked elements are looked for: the page's document unless given. */
  readonly root?: Document | Element;
  /** What placeholders say: English unless given. See {@link loadPlaceholderTexts}. */
  readonly texts?: PlaceholderTexts;
  /** By party, or by purpose for marks that name no party: called when their scripts must stop. */
  readonly disarm?: Readonly<Record<string, Disarm>>;
  /** Hears of marks that cannot be loaded; `reportError` of the page unless given. */
  readonly report?: (error: unknown) => void;
}

/** Holds scripts and embedded content of a page until the person allows them. */
export interface Blocker {
  /** Begins: loads what is allowed, and follows the page and the person's choices. Returns the undo, which unloads again. */
  start(): () => void;
}

interface Item extends Held {
  readonly mark: Mark;
  /** The choice under which the person had it loaded for once. */
  once: string | undefined;
}

/**
 * Makes a blocker. A script waits as `<script type="text/plain" data-kindred-purpose="analytics" data-kindred-party="stats.example"
 * data-src="…">` (or with its text inside; `data-type="module"` for modules); frames, images, media and style sheets wait with
 * `data-src`, `data-srcset`, `data-href` or `data-poster`. `data-kindred-degree` names the degree that they need, `pseudonymous` by default.
 *
 * Text is never read as HTML. On pages with Trusted Types pass the functions of a policy of your own, which decides on addresses.
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 * import { createBlocker } from 'kindred/ui/blocking';
 *
 * const { consent } = createKindred({ source: 'shop.example' });
 * const blocker = createBlocker({
 *   consent,
 *   disarm: {
 *     'stats.example': () => {
 *       Reflect.set(window, 'stats-disable', true);
 *       return () => Reflect.set(window, 'stats-disable', false);
 *     },
 *   },
 * });
 * const stop = blocker.start();
 * ```
 */
export function createBlocker(options: BlockerOptions): Blocker {
  let stop: (() => void) | undefined;
  return {
    start() {
      stop ??= follow(options);
      return () => {
        stop?.();
        stop = undefined;
      };
    },
  };
}

function follow(options: BlockerOptions): () => void {
  const { consent, root = document, texts, disarm = {}, report = reportError } = options;
  const runner = createScriptRunner();
  const items = new Map<Element, Item>();
  const switchedOff = new Map<string, ReturnType<Disarm>>();

  function attempt(action: () => unknown): void {
    try {
      action();
    } catch (error) {
      report(error);
    }
  }

  function take(element: Element): void {
    const mark = readMark(element);
    if (items.has(element) || !mark || !(element instanceof HTMLElement)) return;
    const item: Item = { ...hold(element, mark), mark, once: undefined };
    items.set(element, item);
    settle(item);
  }

  function hold(element: HTMLElement, mark: Mark): Held {
    if (element instanceof HTMLScriptElement) return holdScript(element, runner, options);
    const { purpose, ...limits } = mark;
    return holdEmbed(element, options, {
      texts,
      party: consent.policy.parties.find(({ id }) => id === mark.party)?.name ?? mark.party,
      loadOnce() {
        const item = items.get(element);
        if (!item) return;
        item.once = choiceOf(mark);
        settle(item);
      },
      allow: () => attempt(() => consent.grant(purpose, limits)),
    });
  }

  /** Which choice of the person stands behind an answer. */
  function choiceOf(mark: Mark): string {
    const { why, grant } = consent.check(mark);
    return `${why} ${grant?.at}`;
  }

  /** Loads what is allowed, and unloads what no longer is. */
  function settle(item: Item): void {
    const { mark } = item;
    if (item.once !== choiceOf(mark)) item.once = undefined;
    const isAllowed = item.once !== undefined || consent.check(mark).allow;
    if (isAllowed !== item.isLoaded()) {
      if (item.element instanceof HTMLScriptElement) turn(mark, isAllowed);
      attempt(isAllowed ? item.load : item.unload);
    }
    if (!isAllowed) item.ask?.();
  }

  /** Switches what runs for a mark off, or on again, in the way that only its party knows. */
  function turn({ purpose, party = purpose }: Mark, isOn: boolean): void {
    const isOff = switchedOff.has(party);
    if (isOn) {
      attempt(() => switchedOff.get(party)?.());
      switchedOff.delete(party);
    } else if (!isOff && Object.hasOwn(disarm, party)) {
      attempt(() => switchedOff.set(party, disarm[party]?.()));
    }
  }

  function takeAll(within: Document | Element): void {
    if (within instanceof Element) take(within);
    for (const element of within.querySelectorAll(MARKED)) take(element);
  }

  /** What was taken out of the page and never loaded need not be remembered. */
  function forget(): void {
    for (const [element, item] of items) {
      if (element.isConnected || item.isLoaded()) continue;
      item.release?.();
      items.delete(element);
    }
  }

  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof Element) takeAll(node);
    forget();
  });
  takeAll(root);
  observer.observe(root, { childList: true, subtree: true });
  const unsubscribe = consent.onChange(() => items.forEach(settle));
  return () => {
    unsubscribe();
    observer.disconnect();
    for (const item of items.values()) {
      if (item.isLoaded()) attempt(item.unload);
      item.release?.();
    }
  };
}
