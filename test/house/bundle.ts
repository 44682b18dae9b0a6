import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type * as Esbuild from 'esbuild';
import { ROOT } from './project.ts';

const require = createRequire(import.meta.url);
// The bundler that tsup brings, so that the project need not name a second one.
const { build }: typeof Esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild');

/** What a page's bundler makes of a file. */
export interface PageBundle {
  /** Modules of which something is kept, with the bytes kept. */
  readonly kept: ReadonlyMap<string, number>;
  /** What the page downloads at once, and not only when a dynamic import asks for it, compressed with gzip. */
  readonly bytesAtOnce: number;
}

/** Bundles all that a file exports, as for a page. */
export async function bundleForPage(path: string): Promise<PageBundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { page: path },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'browser',
    splitting: true,
    outdir: 'bundle',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // Read when a folder of Parquet files is loaded, which pages do not do: they load the packed form.
    external: ['hyparquet', 'hyparquet-compressors', 'hyparquet-writer'],
  });
  const kept = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const atOnce = loadedAtOnce('bundle/page.js', metafile.outputs);
  const texts = outputFiles.filter((file) => atOnce.has(relative(ROOT, file.path)));
  return {
    kept: new Map(kept.map(([name, { bytesInOutput }]) => [name, bytesInOutput])),
    bytesAtOnce: texts.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0),
  };
}

function loadedAtOnce(start: string, outputs: Esbuild.Metafile['outputs']): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const path of seen) {
    const imports = outputs[path]?.imports ?? [];
    for (const each of imports) if (each.kind === 'import-statement' && !each.external) seen.add(each.path);
  }
  return seen;
}
