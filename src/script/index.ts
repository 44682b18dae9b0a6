// The script tag's global `kindred`: what `import … from 'kindred'` gives. It is defined here and not by the bundler, whose
// way to do so costs a few hundred bytes.
import { createKindred, isKindredError, KindredError, STANDARD_PURPOSES, VERSION } from '../client/index.ts';
import { replay } from './replay.ts';

/** Defines `<kindred-banner>`, `<kindred-centre>` and `<kindred-opener>`; pages that show none never download them. */
const defineElements = async (): Promise<void> => (await import('./interface.ts')).defineElements();

const kindred = {
  createKindred,
  defineElements,
  isKindredError,
  KindredError,
  STANDARD_PURPOSES,
  VERSION,
};

Object.assign(globalThis, { kindred: Object.freeze(kindred) });
Object.assign(globalThis, { kindredQueue: replay(Reflect.get(globalThis, 'kindredQueue'), kindred, reportError) });
