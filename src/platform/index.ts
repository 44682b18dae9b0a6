// The ports over real globals. Node's are not listed here: a page must never load them, so `node.ts` is imported by its path.
export { type BrowserPlatform, browserPlatform } from './browser.ts';
