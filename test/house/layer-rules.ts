import { type Import, readImports } from './imports.ts';
import { LAYERS, type Layer, PACKAGES, TEST_ONLY } from './layers.ts';
import type { Files } from './project.ts';

export interface Violation {
  readonly kind:
    | 'unknown-folder'
    | 'not-above'
    | 'behind-index'
    | 'test-only'
    | 'package'
    | 'node-module'
    | 'missing-file'
    | 'outside'
    | 'cycle';
  readonly message: string;
}

/** What the files of src import against the layer table. */
export function findViolations(files: Files): readonly Violation[] {
  const imports = [...files].flatMap(([path, text]) => readImports(path, text));
  const folders = new Set([...files.keys()].map(folderOf));
  return [
    ...[...folders].filter((folder) => !layerOf(folder)).map(unknownFolder),
    ...imports.flatMap((each) => judge(each, files)),
    ...findCycles(imports),
  ];
}

function unknownFolder(folder: string): Violation {
  return { kind: 'unknown-folder', message: `src/${folder} is not in the layer table` };
}

function judge(each: Import, files: Files): readonly Violation[] {
  const kind = each.isRelative ? judgeRelative(each, files) : judgePackage(each);
  return kind ? [{ kind, message: `${each.from}:${each.line} imports ${each.to}` }] : [];
}

function judgeRelative(each: Import, files: Files): Violation['kind'] | undefined {
  const from = folderOf(each.from);
  const to = folderOf(each.to);
  if (!each.to.startsWith('src/')) return 'outside';
  if (!files.has(each.to)) return 'missing-file';
  if (from === to) return undefined;
  if (TEST_ONLY.includes(to)) return 'test-only';
  const [importer, imported] = [layerOf(from), layerOf(to)];
  if (!importer || !imported) return undefined;
  if (imported.row >= importer.row) return 'not-above';
  return isEntry(each.to, imported) ? undefined : 'behind-index';
}

function judgePackage({ from, to, isTypeOnly, isDynamic }: Import): Violation['kind'] | undefined {
  if (to.startsWith('node:')) return layerOf(folderOf(from))?.isPure ? 'node-module' : undefined;
  const use = PACKAGES.find((each) => from.startsWith(each.path) && each.package.test(to));
  if (!use) return 'package';
  return use.dynamicOnly && !isDynamic && !isTypeOnly ? 'package' : undefined;
}

function isEntry(path: string, layer: Layer): boolean {
  return ['index.ts', ...(layer.entries ?? [])].some((entry) => path === `src/${layer.folder}/${entry}`);
}

/** The folder of src that a path lies in; for a file directly below src, its name. */
function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function layerOf(folder: string): Layer | undefined {
  return LAYERS.find((layer) => layer.folder === folder);
}

/** Cycles among files, of imports that remain at run time: the first of them would run before what it needs. */
function findCycles(imports: readonly Import[]): readonly Violation[] {
  const edges = new Map<string, string[]>();
  for (const { from, to, isRelative, isTypeOnly, isDynamic } of imports) {
    if (isRelative && !isTypeOnly && !isDynamic) edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: Violation[] = [];
  const walk = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push({ kind: 'cycle', message: [...trail.slice(start), path].join(' → ') });
    if (start >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
