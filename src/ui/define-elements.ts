import { defineBanner } from './banner/banner.ts';
import { defineCentre } from './centre/centre.ts';
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
  defineBanner();
  defineCentre();
  defineOpener();
}
