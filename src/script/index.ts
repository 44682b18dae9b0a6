// The script tag's global `kindred`: what `import … from 'kindred'` gives.
export {
  createKindred,
  definePurposes,
  isKindredError,
  KindredError,
  STANDARD_PURPOSES,
  VERSION,
} from '../client/index.ts';
