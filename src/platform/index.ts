// The ports over real globals. Node's half imports no Node module, so a page's bundle drops it.
export { browserPlatform } from './browser.ts';
export { nodePlatform } from './node.ts';
export { onPageEvents } from './page-events.ts';
