// `dist/snippet.js`: the first script of a page, as a file of its own or inline. Its options are attributes of its tag, so that a
// strict Content Security Policy finds nothing to forbid.
import { installApiStub, type StubPage } from './api-stub.ts';
import { installConsentDefault, type TagPage } from './consent-default.ts';

interface Page extends TagPage, StubPage {
  /** What must wait for the script: `kindredQueue.push(({ createKindred }) => …)`. */
  kindredQueue?: unknown[];
}

const page: Page = window;
const { consent, stubs = '' } = document.currentScript?.dataset ?? {};
page.kindredQueue ||= [];
installConsentDefault(page, consent);
for (const name of ['__tcfapi', '__gpp'] as const) {
  if (stubs.includes(name) && !page[name]) installApiStub(page, name);
}
