/** A language that the elements speak. */
export interface Language {
  /** BCP 47, as short as it can be. */
  readonly tag: LanguageTag;
  /** What its speakers call it, for a list to choose from. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
}

/** One of {@link LANGUAGES}. */
export type LanguageTag = 'ar' | 'de' | 'en' | 'es' | 'fr' | 'ja' | 'ko' | 'zh-Hans' | 'zh-Hant';

/** The languages that the elements speak. */
export const LANGUAGES: readonly Language[] = [
  { tag: 'ar', name: 'العربية', dir: 'rtl' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'es', name: 'Español', dir: 'ltr' },
  { tag: 'fr', name: 'Français', dir: 'ltr' },
  { tag: 'ja', name: '日本語', dir: 'ltr' },
  { tag: 'ko', name: '한국어', dir: 'ltr' },
  { tag: 'zh-Hans', name: '简体中文', dir: 'ltr' },
  { tag: 'zh-Hant', name: '繁體中文', dir: 'ltr' },
];

/**
 * The language of {@link LANGUAGES} that serves readers of a BCP 47 tag best, looked up as RFC 4647 does; English where there is none.
 * Chinese goes by script, and where none is named by region: Taiwan, Hong Kong and Macao write the traditional one.
 *
 * @example
 * ```ts
 * import { matchLanguage } from 'kindred/ui/texts';
 *
 * console.log(matchLanguage('de-AT'), matchLanguage('zh-HK'), matchLanguage('tlh')); // de zh-Hant en
 * ```
 */
export function matchLanguage(tag: string): LanguageTag {
  const [language = '', ...rest] = tag.slice(0, 35).toLowerCase().split(/[-_]/);
  if (language === 'zh') return isTraditional(rest) ? 'zh-Hant' : 'zh-Hans';
  return LANGUAGES.find((each) => each.tag === language)?.tag ?? 'en';
}

function isTraditional(subtags: readonly string[]): boolean {
  const script = subtags.find((each) => each === 'hant' || each === 'hans');
  return script === undefined ? subtags.some((each) => ['tw', 'hk', 'mo'].includes(each)) : script === 'hant';
}
