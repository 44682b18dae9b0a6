import { readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** What elements wear, without the ends of its lines. */
const LOOKS: Plugin = {
  name: 'looks-in-one-line',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]look\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replaceAll('}\n', '}'),
    }));
  },
};

const shared: Options = {
  target: 'es2022',
  // Shorter, and dropped where it is not used: reading a member could have an effect, for all that bundlers know.
  define: { __KINDRED_VERSION__: JSON.stringify(version), 'Number.POSITIVE_INFINITY': 'Infinity' },
  tsconfig: 'tsconfig.json',
  // `node:sqlite` exists only under its full name.
  removeNodeProtocol: false,
  esbuildPlugins: [LOOKS],
};

/** The package's entries, as modules. */
export const LIBRARY = {
  ...shared,
  // One entry per public path of package.json: `index` is `kindred`, `rules` is `kindred/rules`.
  entry: {
    index: 'src/client/index.ts',
    events: 'src/events/index.ts',
    rules: 'src/rules/index.ts',
    'rules/analysis': 'src/rules/analysis/index.ts',
    'rules/import': 'src/rules/import/index.ts',
    recommend: 'src/recommend/index.ts',
    'recommend/train': 'src/recommend/train/index.ts',
    'recommend/evaluate': 'src/recommend/evaluate/index.ts',
    'recommend/kernels': 'src/recommend/kernels/index.ts',
    'recommend/import': 'src/recommend/import/index.ts',
    storage: 'src/storage/index.ts',
    transport: 'src/transport/index.ts',
    consent: 'src/consent/index.ts',
    'consent/acts': 'src/consent/acts/index.ts',
    'consent/signals': 'src/consent/signals/index.ts',
    'consent/receipts': 'src/consent/receipts/index.ts',
    'consent/tcf': 'src/consent/tcf/index.ts',
    'consent/gpp': 'src/consent/gpp/index.ts',
    profile: 'src/profile/index.ts',
    tracking: 'src/tracking/index.ts',
    'tracking/outlet': 'src/client/outlet/index.ts',
    'tracking/sending': 'src/client/sending/index.ts',
    personalize: 'src/personalize/index.ts',
    server: 'src/server/index.ts',
    'server/sqlite': 'src/server/sqlite/index.ts',
    ui: 'src/ui/index.ts',
    'ui/blocking': 'src/ui/blocking/index.ts',
    'ui/define': 'src/ui/define/index.ts',
    'ui/linter': 'src/ui/linter/index.ts',
    'ui/texts': 'src/ui/texts/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  // Shared chunks, so that one KindredError class serves every entry, in CommonJS too.
  splitting: true,
} satisfies Options;

/** What the script tag loads when it is needed, by the name of the source: the end of the file's name. */
const BESIDE_THE_SCRIPT: Readonly<Record<string, string>> = {
  serving: 'recommend',
  personalization: 'personal',
  operators: 'operators',
  parties: 'parties',
  portability: 'rights',
  withdrawal: 'withdrawal',
  acts: 'acts',
  interface: 'interface',
};

/** It packs a file of its own 6 % tighter than esbuild does, and files that share others no tighter. It loses comments. */
const PACKED = {
  minify: 'terser',
  terserOptions: { ecma: 2020, toplevel: true, compress: { passes: 3, unsafe_arrows: true } },
} satisfies Options;

const SCRIPTS: Options[] = [
  LIBRARY,
  { ...shared, entry: { cli: 'src/cli/index.ts' }, format: ['esm'], platform: 'node', splitting: true },
  {
    ...shared,
    entry: { kindred: 'src/script/index.ts' },
    format: ['iife'],
    platform: 'browser',
    ...PACKED,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.global.js' }),
    esbuildPlugins: [
      {
        // One script cannot be split by the bundler: what is not always needed it loads from the files beside it.
        name: 'files-beside-the-script',
        setup({ onResolve }) {
          onResolve({ filter: /\/[a-z]+\.ts$/ }, ({ path, kind }) => {
            const file =
              kind === 'dynamic-import'
                ? BESIDE_THE_SCRIPT[path.replace(/(\/index)?\.ts$/, '').replace(/^.*\//, '')]
                : undefined;
            return file === undefined ? undefined : { path: `./kindred.${file}.js`, external: true };
          });
        },
      },
    ],
  },
  {
    ...shared,
    entry: {
      'kindred.personal': 'src/client/personalization.ts',
      'kindred.operators': 'src/client/operators.ts',
      'kindred.parties': 'src/client/parties.ts',
      'kindred.rights': 'src/client/portability.ts',
      'kindred.withdrawal': 'src/client/withdrawal.ts',
      'kindred.acts': 'src/consent/acts/index.ts',
    },
    format: ['esm'],
    platform: 'browser',
    ...PACKED,
    splitting: false,
    noExternal: [/.*/],
  },
  {
    ...shared,
    entry: { 'kindred.recommend': 'src/client/serving.ts' },
    format: ['esm'],
    platform: 'browser',
    minify: true,
    // What only some models and some queries need, each a file of its own.
    splitting: true,
    noExternal: [/.*/],
  },
  {
    ...shared,
    entry: { 'kindred.interface': 'src/script/interface.ts' },
    format: ['esm'],
    // All of it runs as soon as it is there: browsers that read this compile it while they download it.
    banner: { js: '//# allFunctionsCalledOnLoad' },
    platform: 'browser',
    minify: true,
    // The languages, each a file of its own. What the preference centre shows is packed by itself: were it split off, what both need would be
    // a third file, which the banner would have to wait for.
    splitting: true,
    noExternal: [/.*/],
    esbuildPlugins: [
      LOOKS,
      {
        name: 'centre-beside-the-interface',
        setup({ onResolve }) {
          onResolve({ filter: /\/dialog\.ts$/ }, ({ kind }) =>
            kind === 'dynamic-import' ? { path: './kindred.centre.js', external: true } : undefined,
          );
        },
      },
    ],
  },
  {
    ...shared,
    entry: { 'kindred.centre': 'src/ui/centre/dialog.ts' },
    format: ['esm'],
    platform: 'browser',
    minify: true,
    // What unfolds, each a file of its own.
    splitting: true,
    noExternal: [/.*/],
  },
  {
    ...shared,
    entry: { snippet: 'src/script/snippet.ts' },
    format: ['iife'],
    platform: 'browser',
    ...PACKED,
    outExtension: () => ({ js: '.js' }),
  },
  {
    // What `kindred check` puts into the pages that it opens.
    ...shared,
    entry: { 'linter-in-page': 'src/ui/linter/index.ts' },
    format: ['iife'],
    globalName: 'kindredLinter',
    platform: 'browser',
    minify: true,
    outExtension: () => ({ js: '.js' }),
  },
];

/** The types, from the declarations that the compiler made of each source: see `.ci/dist.mjs`. */
const types = (folder: string): Options => ({
  ...shared,
  entry: Object.fromEntries(
    Object.entries(LIBRARY.entry).map(([name, file]) => [
      name,
      file.replace(/^src(.*)ts$/, `${folder}/.declarations$1d.ts`),
    ]),
  ),
  format: ['esm', 'cjs'],
});

// The flag `--dts-only` asks for the types alone.
export default defineConfig(({ dts, outDir = 'dist' }) => (typeof dts === 'object' ? types(outDir) : SCRIPTS));
