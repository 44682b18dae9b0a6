// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The kinds of model that few pages serve: a page downloads this with such a model.
import { readObjective } from '../als-objective.ts';
import type {
  DenseModel,
  FactorModel,
  NeighbourModel,
  PopularityModel,
  RepurchaseModel,
  SessionModel,
} from '../model.ts';
import type { Body } from './assemble.ts';
import type { Manifest } from './manifest.ts';
import { readIndices, type TensorReader } from './tensors.ts';

/** What a kind of model has that not every page knows. */
export type OtherBody = Exclude<Body, Body<NeighbourModel> | Body<PopularityModel>>;

/** What is wrong with the arrays of a model, if anything: what passes can be served without looking again. */
export function faultOfOther(body: OtherBody, manifest: Manifest): string | undefined {
  switch (body.kind) {
    case 'blend':
      // What reads it has looked at it.
      return undefined;
    case 'repurchase':
      return faultOfCadence(body, manifest.counts.items);
    case 'sessions':
      return faultOfSessions(body, manifest);
    case 'dense':
      return faultOfDense(body, manifest.counts.items);
    case 'factors':
      return faultOfFactors(body, manifest);
    default:
      return body satisfies never;
  }
}

/** @throws KindredError (as a rejection) `model-corrupt` */
export async function readOtherBody(
  kind: OtherBody['kind'],
  manifest: Manifest,
  read: TensorReader,
): Promise<OtherBody> {
  const { counts } = manifest;
  switch (kind) {
    case 'blend':
      return (await import('./blends.ts')).readBlend(manifest, read);
    case 'repurchase':
      return { kind, cadence: read.f32('cadence') };
    case 'sessions':
      return { kind, sessionStart: read.u32('session_start'), sessionItem: readIndices('session_item', read) };
    case 'dense': {
      const { rows: weights, ...scaled } = readRows('weights', read);
      return { kind, weights, ...scaled };
    }
    case 'factors': {
      const { rows: itemFactors, ...scaled } = readRows('item_factors', read);
      return { kind, factors: counts.factors ?? 0, itemFactors, ...scaled };
    }
    default:
      return kind satisfies never;
  }
}

function readRows(name: string, { dtypeOf, i8, f32 }: TensorReader) {
  return dtypeOf(name) === 'I8' ? { rows: i8(name), scale: f32('scale') } : { rows: f32(name) };
}

function faultOfCadence({ cadence }: Body<RepurchaseModel>, itemCount: number): string | undefined {
  const isSound = cadence.length === itemCount && cadence.every((days) => days >= 0 && days < Infinity);
  return isSound ? undefined : 'not one cadence, zero or above, for each item';
}

/** Sessions must cover the list, and name each of their items once, ascending. */
function faultOfSessions(
  { sessionStart: start, sessionItem: item }: Body<SessionModel>,
  { counts }: Manifest,
): string | undefined {
  const sessionCount = counts.sessions ?? -1;
  if (start.length !== sessionCount + 1 || start[0] !== 0) return 'not as many sessions as the manifest says';
  if (start[sessionCount] !== item.length || item.length !== counts.sessionItems)
    return 'sessions and list differ in length';
  for (let session = 0; session < sessionCount; session++) {
    const until = start[session + 1]!;
    if (until < start[session]! || until > item.length) return 'a session ends before it begins';
    let before = -1;
    for (let p = start[session]!; p < until; p++) {
      const found = item[p]!;
      if (found <= before || found >= counts.items) return 'an item of a session is out of range or out of order';
      before = found;
    }
  }
  return undefined;
}

function faultOfDense({ weights, scale }: Body<DenseModel>, itemCount: number): string | undefined {
  if (weights.length !== itemCount * itemCount) return 'not one weight for each pair of items';
  if (!areFinite(weights)) return 'a weight is no number';
  for (let item = 0; item < itemCount; item++) {
    if (weights[item * itemCount + item] !== 0) return 'an item speaks for itself';
  }
  return faultOfScale(weights, scale, itemCount);
}

function faultOfFactors(
  { factors, itemFactors, scale, userFactors, userIds }: Body<FactorModel>,
  { counts, spec }: Manifest,
): string | undefined {
  if (factors !== counts.factors || !(factors > 0)) return 'its rows are not as wide as the manifest says';
  if (itemFactors.length !== counts.items * factors) return 'not one row of factors for each item';
  if (userFactors !== undefined && userFactors.length !== (userIds ?? []).length * factors) {
    return 'not one row of factors for each user';
  }
  if (!areFinite(itemFactors) || !areFinite(userFactors ?? itemFactors)) return 'a factor is no number';
  if (readObjective(spec) === undefined) return 'its spec does not say how the factors of a person are solved';
  return faultOfScale(itemFactors, scale, counts.items);
}

function faultOfScale(
  rows: Float32Array | Int8Array,
  scale: Float32Array | undefined,
  itemCount: number,
): string | undefined {
  if (rows instanceof Int8Array !== (scale !== undefined)) return 'its rows have no scale, or one too many';
  if (scale === undefined) return undefined;
  return scale.length === itemCount && areFinite(scale) ? undefined : 'not one scale for each row';
}

function areFinite(values: Float32Array | Int8Array): boolean {
  if (values instanceof Int8Array) return true;
  for (let n = 0; n < values.length; n++) {
    // What is finite is zero when it is taken from itself; this is several times faster than asking.
    if (values[n]! - values[n]! !== 0) return false;
  }
  return true;
}
