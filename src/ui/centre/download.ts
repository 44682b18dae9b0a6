import { h } from '../node.ts';
import type { Act } from './part.ts';

/** Downloads what a right gives, as a file. */
export function downloading(right: 'export' | 'carry' | 'receipts'): Act {
  return async ({ relationship: { consent, rights } }) =>
    saveFile(`${consent.source}-${right}`, await rights?.[right]?.());
}

/** Lets the browser save a JSON text as a file. */
function saveFile(name: string, text = ''): undefined {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href, download: `${name}.json` }).click();
  // The download has its own reference by the time that the next task runs.
  setTimeout(() => URL.revokeObjectURL(href));
}
