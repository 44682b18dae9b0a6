import { matchLanguage } from '../texts/languages.ts';
import { PLACEHOLDER_ENGLISH, type PlaceholderTexts } from './placeholder.ts';

/**
 * What placeholders say, in the language that serves readers of a BCP 47 tag best; English for unknown ones. Never rejects.
 *
 * @example
 * ```ts
 * import { loadPlaceholderTexts } from 'kindred/ui/blocking';
 *
 * const texts = await loadPlaceholderTexts('de-AT'); // for createBlocker({ consent, texts })
 * ```
 */
export async function loadPlaceholderTexts(language: string): Promise<PlaceholderTexts> {
  try {
    const { placeholderTexts } = await import('./placeholder-texts.ts');
    return placeholderTexts(matchLanguage(language));
  } catch {
    return PLACEHOLDER_ENGLISH;
  }
}
