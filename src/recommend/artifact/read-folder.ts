// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { type Digest, isKindredError, isRecord, KindredError, toHex } from '../../core/index.ts';
import { createInteractions, type Interactions } from '../interactions.ts';
import type { Model, ModelKind, SingleModel } from '../model.ts';
import { assembleModel, type ModelParts } from './assemble.ts';
import { checkBlend, singleOf } from './blends.ts';
import { partName } from './bodies.ts';
import { ARTIFACT_FILES, type ArtifactFiles, readFileEntry } from './files.ts';
import { checkSpec, checkVersion, corrupt, hashJson, type Manifest, readManifest } from './manifest.ts';
import { readParquet, readParquetParts } from './parquet.ts';
import { type FolderReader, readBody } from './read-body.ts';

/** See `loadModel`. Reached by dynamic import only: a page never downloads it. */
export async function readFolder(folder: ArtifactFiles, digest: Digest): Promise<Model> {
  const stated = parseManifest(await readFile(folder, ARTIFACT_FILES.manifest));
  checkVersion(stated, ARTIFACT_FILES.manifest);
  await checkHash(stated, digest);
  const manifest = readManifest(stated, ARTIFACT_FILES.manifest);
  await checkSpec(manifest, ARTIFACT_FILES.manifest, digest);

  const reader: FolderReader = {
    readColumns: (file, rows, make) => checked(file, (bytes) => readParquet(bytes, rows, make)),
    readParts: (file, rows, make, take) => checked(file, (bytes) => readParquetParts(bytes, rows, make, take)),
    has: (file) => readFileEntry(stated, file) !== undefined,
    readPart: (n) => readPart(folder, n, stated, digest),
  };
  async function checked<Found>(file: string, read: (bytes: Uint8Array) => Promise<Found>): Promise<Found> {
    const bytes = await readChecked(folder, file, stated, digest);
    try {
      return await read(bytes);
    } catch (error) {
      throw corrupt(file, 'its content is not what it should be', error);
    }
  }
  const parts = await readParts(manifest, reader);
  const model = await assembleModel(manifest, parts, (part) => fileOf(manifest.kind, part));
  if (!reader.has(ARTIFACT_FILES.histories)) return withHistoriesOfParts(model);
  return { ...model, histories: await readHistories(manifest, reader) };
}

/** The part that was blended, and no other: its manifest is the one whose hash is stated. */
async function readPart(folder: ArtifactFiles, n: number, stated: unknown, digest: Digest): Promise<SingleModel> {
  await readChecked(folder, partName(n, ARTIFACT_FILES.manifest), stated, digest);
  try {
    const model = await readFolder({ read: (file) => folder.read(partName(n, file)) }, digest);
    return singleOf(model, ARTIFACT_FILES.manifest);
  } catch (error) {
    if (!isKindredError(error) || error.at === undefined) throw error;
    const at = partName(n, error.at);
    throw new KindredError(error.code, error.message.replace(error.at, at), { at, cause: error });
  }
}

/** The very same ones: a part is known to serve its own users by it. */
function withHistoriesOfParts(model: Model): Model {
  const histories = model.kind === 'blend' && model.parts.find((part) => part.histories !== undefined)?.histories;
  return histories ? { ...model, histories } : model;
}

/** Filled as the file is read, so that a count which is a lie costs nothing. */
function strings(): string[] {
  return [];
}

/** The file that a fault in the body of a model is found in. */
const BODY_FILE: Readonly<Record<ModelKind, string>> = {
  blend: ARTIFACT_FILES.manifest,
  dense: ARTIFACT_FILES.weights,
  factors: ARTIFACT_FILES.itemFactors,
  neighbours: ARTIFACT_FILES.neighbours,
  popularity: ARTIFACT_FILES.popularity,
  repurchase: ARTIFACT_FILES.cadence,
  sessions: ARTIFACT_FILES.sessions,
};

function fileOf(kind: ModelKind, part: keyof ModelParts): string {
  return part === 'body' ? BODY_FILE[kind] : ARTIFACT_FILES[part];
}

async function readParts(manifest: Manifest, reader: FolderReader): Promise<ModelParts> {
  const { readColumns } = reader;
  const itemCount = manifest.counts.items;
  const catalogue = await readColumns(ARTIFACT_FILES.items, itemCount, (rows) => ({
    item_index: new Uint32Array(rows),
    item: strings(),
  }));
  const popular = await readColumns(ARTIFACT_FILES.popularity, itemCount, (rows) => ({
    item_index: new Uint32Array(rows),
    popularity: new Float32Array(rows),
  }));
  // A row that names an item which is not there leaves a gap elsewhere, and gaps do not pass.
  const items = new Array<string>(itemCount).fill('');
  const popularity = new Float32Array(itemCount).fill(Number.NaN);
  for (let row = 0; row < itemCount; row++) {
    const index = catalogue.item_index[row]!;
    if (index < itemCount) items[index] = catalogue.item[row]!;
    popularity[popular.item_index[row]!] = popular.popularity[row]!;
  }
  const body = await readBody(manifest, reader);
  if (body.kind === 'blend') checkBlend(body.parts, manifest, items, ARTIFACT_FILES.manifest);
  return { items, popularity, body };
}

async function readHistories(manifest: Manifest, { readColumns }: FolderReader): Promise<Interactions> {
  const file = ARTIFACT_FILES.histories;
  const columns = await readColumns(file, manifest.data.interactions, (rows) => ({
    user: strings(),
    item: strings(),
    weight: new Float32Array(rows),
    time: new Float64Array(rows),
  }));
  const builder = createInteractions();
  try {
    for (let row = 0; row < columns.user.length; row++) {
      const at = columns.time[row]!;
      builder.add(columns.user[row]!, columns.item[row]!, columns.weight[row]!, Number.isNaN(at) ? undefined : at);
    }
  } catch (error) {
    throw corrupt(file, 'it holds an interaction that cannot be', error);
  }
  return builder.build();
}

/** The last field is the hash of all the others. */
async function checkHash(stated: unknown, digest: Digest): Promise<void> {
  const { hash, ...others } = isRecord(stated) ? stated : {};
  // JSON that is nested without end overflows the stack, and is no manifest either.
  const found = await hashJson(others, digest).catch(() => undefined);
  if (found === undefined || found !== hash)
    throw corrupt(ARTIFACT_FILES.manifest, 'its SHA-256 is not the one it states');
}

function parseManifest(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw corrupt(ARTIFACT_FILES.manifest, 'it is no JSON', error);
  }
}

async function readChecked(folder: ArtifactFiles, file: string, stated: unknown, digest: Digest): Promise<Uint8Array> {
  const entry = readFileEntry(stated, file);
  if (entry === undefined) throw corrupt(ARTIFACT_FILES.manifest, `it does not list ${file}`);
  const bytes = await readFile(folder, file);
  if (bytes.length !== entry.bytes) throw corrupt(file, `${bytes.length} bytes long, not ${entry.bytes}`);
  if (toHex(await digest.sha256(bytes)) !== entry.sha256) {
    throw corrupt(file, 'its SHA-256 is not the one that the manifest states');
  }
  return bytes;
}

async function readFile(folder: ArtifactFiles, file: string): Promise<Uint8Array> {
  let cause: unknown;
  const bytes = await folder.read(file).catch((error: unknown) => {
    cause = error;
    return undefined;
  });
  if (bytes !== undefined) return bytes;
  const message = `The model cannot be loaded: ${file} is missing or cannot be read. Copy the whole folder.`;
  throw new KindredError('model-missing-file', message, { at: file, cause });
}
