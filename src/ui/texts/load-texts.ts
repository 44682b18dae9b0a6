import { ENGLISH } from './en.ts';
import { type LanguageTag, matchLanguage } from './languages.ts';
import type { UiTexts } from './texts.ts';

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
    return await load(matchLanguage(language));
  } catch {
    return ENGLISH;
  }
}

/** Each `import()` stands for itself: that is what bundlers split by. */
async function load(tag: LanguageTag): Promise<UiTexts> {
  switch (tag) {
    case 'ar':
      return (await import('./ar.ts')).ARABIC;
    case 'de':
      return (await import('./de.ts')).GERMAN;
    case 'en':
      return ENGLISH;
    case 'es':
      return (await import('./es.ts')).SPANISH;
    case 'fr':
      return (await import('./fr.ts')).FRENCH;
    case 'ja':
      return (await import('./ja.ts')).JAPANESE;
    case 'ko':
      return (await import('./ko.ts')).KOREAN;
    case 'zh-Hans':
      return (await import('./zh-hans.ts')).CHINESE_SIMPLIFIED;
    case 'zh-Hant':
      return (await import('./zh-hant.ts')).CHINESE_TRADITIONAL;
  }
}
