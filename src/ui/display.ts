import { createEmitter } from '../core/at-once.ts';

/** Whether the person sees a layer in which they choose: the banner, or the preference centre. */
export type DisplayStatus = 'visible' | 'hidden';

const shown = new Set<object>();
const changed = /* @__PURE__ */ createEmitter<DisplayStatus>((error) => reportError(error));

const status = (): DisplayStatus => (shown.size > 0 ? 'visible' : 'hidden');

/** Notes whether an element shows its layer. Two layers that lie on each other are seen as one. */
export function noteDisplay(element: object, isShown: boolean): void {
  const before = status();
  shown[isShown ? 'add' : 'delete'](element);
  if (status() !== before) changed.emit(status());
}

/**
 * Calls the listener now, and whenever the person begins or ceases to see a layer in which they choose. Returns the unsubscribe. The
 * scripts of others are told so in one line: `__gpp` by `display`, `__tcfapi` by `uiShown` and `uiHidden`.
 *
 * @example
 * ```ts
 * import type { GppApi } from 'kindred/consent/gpp';
 * import type { TcfApi } from 'kindred/consent/tcf';
 * import { onDisplay } from 'kindred/ui';
 *
 * function tell(gpp: GppApi, tcf: TcfApi) {
 *   onDisplay(gpp.display);
 *   onDisplay((status) => (status === 'visible' ? tcf.uiShown() : tcf.uiHidden()));
 * }
 * ```
 */
export function onDisplay(listener: (status: DisplayStatus) => void): () => void {
  const unsubscribe = changed.on(listener);
  listener(status());
  return unsubscribe;
}
