import { canonicalJson, type Digest, isRecord, KindredError, toHex } from '../../core/index.ts';
import { type DataWindow, MODEL_KINDS, type Model, type ModelKind, type ModelSpec } from '../model.ts';

/** The version of the stored form that this code writes, and the newest that it reads. */
const SCHEMA_VERSION = 1;

/** What both stored forms say about the model. */
export interface Manifest {
  readonly schema: number;
  readonly kind: ModelKind;
  readonly spec: ModelSpec;
  /** SHA-256 of the spec's canonical JSON (RFC 8785), in hexadecimal. */
  readonly specHash: string;
  readonly seed: number;
  readonly data: DataWindow;
  readonly counts: Counts;
  readonly metrics?: Readonly<Record<string, number>>;
  /** The manifests of the parts of a blend, as they were stated. */
  readonly parts?: unknown;
}

/** How many rows and columns the arrays have. */
interface Counts {
  readonly items: number;
  readonly neighbours: number;
  /** The width of the rows of factors. */
  readonly factors?: number;
  readonly sessions?: number;
  /** Pairs of session and item. */
  readonly sessionItems?: number;
}

export async function describeModel(model: Model, digest: Digest): Promise<Manifest> {
  const { kind, spec, seed, data, metrics } = model;
  return {
    schema: SCHEMA_VERSION,
    kind,
    spec,
    specHash: await hashJson(spec, digest),
    seed,
    data,
    counts: countsOf(model),
    ...(metrics && { metrics }),
    ...(model.kind === 'blend' && { parts: await Promise.all(model.parts.map((part) => describeModel(part, digest))) }),
  };
}

function countsOf(model: Model): Counts {
  return {
    items: model.items.length,
    neighbours: model.kind === 'neighbours' ? model.neighbour.length : 0,
    ...(model.kind === 'factors' && { factors: model.factors }),
    ...(model.kind === 'sessions' && {
      sessions: model.sessionStart.length - 1,
      sessionItems: model.sessionItem.length,
    }),
  };
}

/**
 * Comes before anything else, the hash included: a newer version may say everything differently.
 *
 * @throws KindredError `model-corrupt`, `model-version`
 */
export function checkVersion(value: unknown, file: string): void {
  const { schema } = membersOf(value);
  if (!isCount(schema) || schema < 1) throw corrupt(file, 'it states no schema version');
  if (schema > SCHEMA_VERSION) throw newer(file, `schema version ${schema}`);
}

/**
 * Reads what a manifest says, once its hash is known to be right.
 *
 * @throws KindredError `model-corrupt`, `model-version`
 */
export function readManifest(value: unknown, file: string): Manifest {
  const { kind, spec, specHash, seed, data, counts, metrics, parts } = membersOf(value);
  const { items, neighbours, factors, sessions, sessionItems } = membersOf(counts);
  const isWhole =
    typeof kind === 'string' &&
    isSpec(spec) &&
    typeof specHash === 'string' &&
    typeof seed === 'number' &&
    isDataWindow(data) &&
    isCount(items) &&
    isCount(neighbours) &&
    (factors === undefined || isCount(factors)) &&
    (sessions === undefined || isCount(sessions)) &&
    (sessionItems === undefined || isCount(sessionItems)) &&
    (metrics === undefined || isNumbers(metrics));
  if (!isWhole) throw corrupt(file, 'a field is missing or of the wrong type');
  const known = MODEL_KINDS.find((name) => name === kind);
  if (known === undefined) throw newer(file, `a model of kind ${JSON.stringify(kind)}`);
  return {
    schema: SCHEMA_VERSION,
    kind: known,
    spec,
    specHash,
    seed,
    data,
    counts: {
      items,
      neighbours,
      ...(factors !== undefined && { factors }),
      ...(sessions !== undefined && { sessions }),
      ...(sessionItems !== undefined && { sessionItems }),
    },
    ...(metrics && { metrics }),
    parts,
  };
}

/**
 * For what no hash of the whole file covers.
 *
 * @throws KindredError (as a rejection) `model-corrupt`
 */
export async function checkSpec({ spec, specHash }: Manifest, file: string, digest: Digest): Promise<void> {
  if ((await hashJson(spec, digest)) !== specHash) throw corrupt(file, 'its spec is not the one that was hashed');
}

/** What an object of parsed JSON holds; nothing where it is none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** A whole number that can count things. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

export async function hashJson(value: unknown, digest: Digest): Promise<string> {
  return toHex(await digest.sha256(new TextEncoder().encode(canonicalJson(value))));
}

export function corrupt(file: string, what: string, cause?: unknown): KindredError {
  const message = `Model: ${file} is damaged (${what}). Fetch it again, or train anew.`;
  return new KindredError('model-corrupt', message, { at: file, cause });
}

function newer(file: string, what: string): KindredError {
  const message = `Model: ${file} holds ${what}, which is newer. Update kindred.`;
  return new KindredError('model-version', message, { at: file });
}

function isSpec(value: unknown): value is ModelSpec {
  return (
    isRecord(value) &&
    typeof value.algorithm === 'string' &&
    Object.values(value).every((option) => ['string', 'number', 'boolean'].includes(typeof option))
  );
}

function isDataWindow(value: unknown): value is DataWindow {
  return isNumbers(value) && isCount(value.users) && isCount(value.interactions);
}

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  return isRecord(value) && Object.values(value).every((number) => typeof number === 'number');
}
