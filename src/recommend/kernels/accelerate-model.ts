import type { DenseModel, Model, SingleModel } from '../model.ts';
import { compileKernels, instantiateSums } from './simd/instance.ts';
import { reserve } from './simd/memory.ts';

/**
 * The same model, whose lists are made several times faster: the weights of EASE move into a memory of WebAssembly, where rows are added with SIMD.
 * Lists are the same to the last bit. For servers: it takes the room of the weights once more until the model that was given is let go.
 * The model comes back as it is where there is no WebAssembly with SIMD or no such memory, and so does all of it that has no rows of 32-bit floats for
 * every pair of items. What comes back has a function in it: make it where it serves, since no thread can be sent one.
 *
 * @example
 * ```ts
 * import { createRecommender, type Model, type Recommender } from 'kindred/recommend';
 * import { accelerateModel } from 'kindred/recommend/kernels';
 *
 * export async function serve(model: Model): Promise<Recommender> {
 *   return createRecommender(await accelerateModel(model));
 * }
 * ```
 */
export async function accelerateModel(model: Model): Promise<Model> {
  const singles = model.kind === 'blend' ? model.parts : [model];
  if (!singles.some(hasFloats)) return model;
  const module = await compileKernels(false);
  if (module === undefined) return model;
  const made = new Map<SingleModel, SingleModel>();
  for (const single of singles)
    if (!made.has(single)) made.set(single, hasFloats(single) ? moved(single, module) : single);
  const quick = (single: SingleModel) => made.get(single) ?? single;
  return model.kind === 'blend' ? { ...model, parts: model.parts.map(quick) } : quick(model);
}

/** A dense model whose weights are no bytes. */
interface FloatModel extends DenseModel {
  readonly weights: Float32Array;
}

function hasFloats(model: SingleModel): model is FloatModel {
  return model.kind === 'dense' && model.weights instanceof Float32Array;
}

/** In the memory lie addresses of rows, their factors, scores, and the weights. */
function moved(model: FloatModel, module: WebAssembly.Module): DenseModel {
  const columns = model.items.length;
  const [factorsAt, scoresAt] = [8 * columns, 16 * columns];
  const weightsAt = 24 * columns;
  const memory = reserve(weightsAt + model.weights.byteLength);
  if (memory === undefined) return model;
  const { buffer } = memory;
  const weights = new Float32Array(buffer, weightsAt, model.weights.length);
  weights.set(model.weights);
  const addresses = new Uint32Array(buffer, 0, columns);
  const allFactors = new Float64Array(buffer, factorsAt, columns);
  const scores = new Float64Array(buffer, scoresAt, columns);
  const addRows = instantiateSums(module, memory);
  return {
    ...model,
    weights,
    addRows(rows, factors, score) {
      rows.forEach((row, n) => {
        addresses[n] = weightsAt + 4 * columns * row;
      });
      allFactors.set(factors);
      scores.set(score);
      const areOnes = factors.every((factor) => factor === 1);
      addRows(0, factorsAt, rows.length, scoresAt, columns, areOnes ? 1 : 0);
      score.set(scores);
    },
  };
}
