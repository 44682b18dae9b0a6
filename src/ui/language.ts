/** The language in which a person is addressed: what was said, else that of the place, of the browser. */
export function languageOf(element: Element, said: string | undefined): string {
  return said || element.closest<HTMLElement>('[lang]')?.lang || navigator.language;
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr';
}
