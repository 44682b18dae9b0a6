import { ENGLISH } from './en.ts';
import type { UiTexts } from './texts.ts';
import { translate } from './translate.ts';

/**
 * The messages in the language that serves readers of a BCP 47 tag best; see {@link matchLanguage}. Never rejects: what cannot be loaded
 * is English, so that there is always something to read.
 *
 * @example
 * ```ts
 * import { loadTexts } from 'kindred/ui/texts';
 *
 * const { refuseAll } = await loadTexts('fr-CA'); // Tout refuser
 * ```
 */
export async function loadTexts(language: string): Promise<UiTexts> {
  try {
    return (await translate(language)) ?? ENGLISH;
  } catch {
    return ENGLISH;
  }
}
