import { matchLanguage } from './languages.ts';
import type { UiTexts } from './texts.ts';

/**
 * The messages in the language that serves readers of a BCP 47 tag best; nothing where that is English. Rejects when they cannot be loaded.
 * The elements use this: they have their English already, each where it is read.
 */
export async function translate(language: string): Promise<UiTexts | undefined> {
  // Each `import()` stands for itself: that is what bundlers split by.
  switch (matchLanguage(language)) {
    case 'ar':
      return (await import('./ar.ts')).ARABIC;
    case 'de':
      return (await import('./de.ts')).GERMAN;
    case 'en':
      return undefined;
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
