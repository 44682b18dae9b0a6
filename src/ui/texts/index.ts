// The messages of the elements, each language a file that is loaded when it is needed.
//
// Promises
// - Every language has every message, with the same places to fill in.
// - Accepting and refusing take words of about the same length.
// - No message holds HTML.
export { ENGLISH } from './en.ts';
export { LANGUAGES, type Language, type LanguageTag, matchLanguage } from './languages.ts';
export { loadTexts } from './load-texts.ts';
export type { UiTexts } from './texts.ts';
