import { defineBanner } from './banner/banner.ts';
import { defineOpener } from './opener/opener.ts';

/**
 * Defines all elements: `<kindred-banner>`, `<kindred-centre>`, `<kindred-opener>`. Importing `kindred/ui/define` does it for you.
 *
 * @example
 * ```ts
 * import { defineElements } from 'kindred/ui';
 *
 * defineElements();
 * ```
 */
export function defineElements(): void {
  // Each of them brings the centre, which it opens.
  defineBanner();
  defineOpener();
}
