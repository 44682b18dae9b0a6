import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';
import { ROOT } from './project.ts';

const require = createRequire(import.meta.url);
// The bundler that tsup brings, so that the project need not name a second one.
const { build }: typeof Esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild');

/** The modules of which a page's bundler keeps something when the page imports all of a file, with the bytes kept. */
export async function bundleForPage(path: string): Promise<ReadonlyMap<string, number>> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [path],
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
  return new Map(kept.map(([name, { bytesInOutput }]) => [name, bytesInOutput]));
}
