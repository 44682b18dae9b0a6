/** The language in which a person is addressed: what was said, else that of the place, of the page, of the browser. */
export function languageOf(element: Element, said: string | undefined): string {
  const place = element.closest('[lang]')?.getAttribute('lang');
  return said || place || document.documentElement.lang || navigator.language || 'en';
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ps|sd|ug|ur|yi)\b/i.test(language) ? 'rtl' : 'ltr';
}
