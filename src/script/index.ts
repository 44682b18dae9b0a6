// The script tag's global `kindred`: what `import … from 'kindred'` gives. It is defined here and not by the bundler, whose
// way to do so costs a few hundred bytes.
import {
  createKindred,
  definePolicy,
  isKindredError,
  KindredError,
  STANDARD_PURPOSES,
  VERSION,
} from '../client/index.ts';

const kindred = { createKindred, definePolicy, isKindredError, KindredError, STANDARD_PURPOSES, VERSION };

Object.assign(globalThis, { kindred: Object.freeze(kindred) });
