import type { BlendModel } from '../../model.ts';
import type { Scorer } from '../scorers/scorer.ts';
import { createBlendScorer, type Plan } from './blend-scorer.ts';
import { type BlendSpec, readBlendSpec } from './blend-spec.ts';
import { createPart, invalid, type Part } from './parts.ts';
import { headAndTailPlan, switchingPlan, weightedPlan } from './plans.ts';

/** @throws KindredError `invalid-options` for a part of popularity, or a spec that says nothing of how to blend */
export function createScorerOfBlend(model: BlendModel): Scorer {
  const spec = readBlendSpec(model.spec, model.parts.length);
  if (spec === undefined) throw invalid('its spec does not say how. Make it with `blendModels`.');
  // A model that is named twice is asked once.
  const made = new Map([...new Set(model.parts)].map((part) => [part, createPart(part, model)]));
  const parts = model.parts.flatMap((part) => made.get(part) ?? []);
  return createBlendScorer([...made.values()], planOf(spec, parts));
}

function planOf({ kind, numbers }: BlendSpec, parts: readonly Part[]): Plan {
  switch (kind) {
    case 'weighted':
      return weightedPlan(parts.map((part, n) => ({ part, weight: numbers[n] ?? 0 })));
    case 'switching': {
      const ascending = parts.map((part, n) => ({ part, from: numbers[n] ?? 0 })).sort((a, b) => a.from - b.from);
      return switchingPlan(ascending);
    }
    case 'head-and-tail': {
      const [head, tail] = parts;
      if (head === undefined || tail === undefined) throw invalid('a head or a tail is missing.');
      return headAndTailPlan(head, tail, numbers[0] ?? 1);
    }
    default:
      return kind satisfies never;
  }
}
