// One scorer for each kind of model.
import type { SingleModel } from '../../model.ts';
import { createDenseScorer } from './dense.ts';
import { createFactorScorer } from './factors.ts';
import { createNeighbourScorer } from './neighbours.ts';
import { createRepurchaseScorer } from './repurchase.ts';
import type { Scorer } from './scorer.ts';
import { createSessionScorer } from './sessions.ts';

/** How this model scores; `undefined` where it knows only what is popular. */
export function createScorer(model: SingleModel): Scorer | undefined {
  switch (model.kind) {
    case 'dense':
      return createDenseScorer(model);
    case 'factors':
      return createFactorScorer(model);
    case 'neighbours':
      return createNeighbourScorer(model);
    case 'popularity':
      return undefined;
    case 'repurchase':
      return createRepurchaseScorer(model);
    case 'sessions':
      return createSessionScorer(model);
  }
}
