import type { BlendModel, ModelSpec, SingleModel } from '../../model.ts';
import { baseOf, invalid } from './parts.ts';

/** How models are blended, and the numbers of it: weights, least lengths of histories, or the weight of the tail. */
export type BlendSpec =
  | { readonly kind: 'weighted' | 'switching'; readonly numbers: readonly number[] }
  | { readonly kind: 'head-and-tail'; readonly numbers: readonly [tailWeight: number] };

/** What the spec of a blend says; `undefined` where it says nothing that can be served with so many parts. */
export function readBlendSpec({ blend, numbers }: ModelSpec, parts: number): BlendSpec | undefined {
  const found = typeof numbers === 'string' ? numbers.split(',').map(Number) : [];
  if (blend === 'weighted')
    return found.length === parts && found.every(isWeight) ? { kind: blend, numbers: found } : undefined;
  if (blend === 'switching')
    return found.length === parts && found.every(isLength) ? { kind: blend, numbers: found } : undefined;
  const [tailWeight = 0] = found;
  const isTail = blend === 'head-and-tail' && parts === 2 && found.length === 1 && isWeight(tailWeight);
  return isTail ? { kind: blend, numbers: [tailWeight] } : undefined;
}

/**
 * A blend as one model: catalogue, popularity and histories are those of all its parts.
 *
 * @throws KindredError `invalid-options`
 */
export function toBlendModel({ kind, numbers }: BlendSpec, parts: readonly SingleModel[]): BlendModel {
  if (kind === 'switching') for (const from of numbers) requireLength(from);
  else for (const weight of numbers) requireWeight(weight);
  const { spec, ...base } = baseOf(inOrder(kind, parts));
  const { weights } = spec;
  return {
    kind: 'blend',
    seed: base.seed,
    data: base.data,
    items: base.items,
    popularity: base.popularity,
    ...(base.histories && { histories: base.histories }),
    spec: {
      algorithm: 'blend',
      blend: kind,
      numbers: numbers.join(','),
      of: parts.map((part) => part.spec.algorithm).join(','),
      // How the histories count.
      ...(weights !== undefined && { weights }),
    },
    parts,
  };
}

/** The first is whose word counts. The tail knows more people and more items than the head does. */
export function inOrder(kind: BlendSpec['kind'], parts: readonly SingleModel[]): readonly SingleModel[] {
  return kind === 'head-and-tail' ? [...parts].reverse() : parts;
}

function requireWeight(weight: number): void {
  if (!isWeight(weight)) throw invalid(`a weight is ${weight}. Give a number above zero.`);
}

function requireLength(from: number): void {
  if (!isLength(from)) throw invalid(`a model serves histories from ${from} items. Give a whole number.`);
}

function isWeight(weight: number): boolean {
  return weight > 0 && weight < Infinity;
}

function isLength(from: number): boolean {
  return Number.isSafeInteger(from) && from >= 0;
}
