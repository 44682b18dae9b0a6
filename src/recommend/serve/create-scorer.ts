import type { Model } from '../model.ts';
import { createScorerOfBlend } from './blending/scorer-of-blend.ts';
import { createScorer as createScorerOfOne } from './scorers/create-scorer.ts';
import type { Scorer } from './scorers/scorer.ts';

/** How a model scores, one or a blend of several; `undefined` where it knows only what is popular. */
export function createScorer(model: Model): Scorer | undefined {
  return model.kind === 'blend' ? createScorerOfBlend(model) : createScorerOfOne(model);
}
