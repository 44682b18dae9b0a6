// The ports over real globals. Node's half imports no Node module, so a page's bundle drops it.
export { type BrowserPlatform, browserPlatform, type PageFacts } from './browser.ts';
export { type NodePlatformOptions, nodePlatform } from './node.ts';
