import { h } from '../node.ts';

/** Lets the browser save a JSON text as a file. */
export function saveFile(name: string, text = ''): undefined {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href, download: `${name}.json` }).click();
  // The download has its own reference by the time that the next task runs.
  setTimeout(() => URL.revokeObjectURL(href));
}
