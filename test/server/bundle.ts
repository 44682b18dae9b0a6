import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

// esbuild comes with tsup; this way it needs no line of its own in package.json.
const require = createRequire(import.meta.url);
const esbuild: typeof import('esbuild') = createRequire(require.resolve('tsup'))('esbuild');

/** Bundles TypeScript into one file that Node runs from any folder. Native packages are taken from this project. */
export async function bundle(entry: URL, outfile: string): Promise<void> {
  const sqlite = pathToFileURL(require.resolve('better-sqlite3')).href;
  await esbuild.build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [
      {
        name: 'native',
        setup: ({ onResolve }) => onResolve({ filter: /^better-sqlite3$/ }, () => ({ path: sqlite, external: true })),
      },
    ],
  });
}

/** The text of a bundle for a page that holds `source`, a module which imports from `src/`. */
export async function pageBundle(source: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    treeShaking: true,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}
