// @ts-check

/** Links within the shop keep the language of the permissions: it stands in the address, as the cart does, and nowhere else. */
export function carryLanguage() {
  const language = new URLSearchParams(location.search).get('lang');
  if (language === null) return;
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (!link || link.origin !== location.origin || link.hash || link.search.includes('lang=')) return;
    const to = new URL(link.href);
    to.searchParams.set('lang', language);
    link.href = to.href;
  });
}
