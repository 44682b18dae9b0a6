// What scores models of the kinds that few pages serve: a page downloads this with such a model.
import type { Model } from '../model.ts';
import { createScorer } from './scorers/create-scorer.ts';
import type { Scorer } from './scorers/scorer.ts';

/** How a model scores; what blends is loaded with a blend. */
export async function loadScorer(model: Model): Promise<Scorer | undefined> {
  if (model.kind !== 'blend') return createScorer(model);
  const { createScorerOfBlend } = await import('./blending/scorer-of-blend.ts');
  return createScorerOfBlend(model);
}
