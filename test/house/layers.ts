/** One folder of src and what it may reach. */
export interface Layer {
  readonly folder: string;
  /** It may import folders of smaller rows only. */
  readonly row: number;
  /** Pure folders name no global of a browser or of Node, and import no `node:` module. */
  readonly isPure: boolean;
  /** Entries inside the folder that others may import besides its `index.ts`. */
  readonly entries?: readonly string[];
}

/** The layer table of the design. */
export const LAYERS: readonly Layer[] = [
  // What pages need before anything else, without the rest.
  { folder: 'core', row: 0, isPure: true, entries: ['at-once.ts'] },
  { folder: 'events', row: 1, isPure: true },
  // What only Node has is an entry of its own, for the command.
  { folder: 'platform', row: 1, isPure: false, entries: ['node.ts'] },
  { folder: 'rules', row: 2, isPure: true, entries: ['analysis/index.ts', 'import/index.ts'] },
  { folder: 'experiments', row: 2, isPure: true },
  {
    folder: 'recommend',
    row: 2,
    isPure: true,
    entries: [
      'train/index.ts',
      'evaluate/index.ts',
      'import/index.ts',
      'kernels/index.ts',
      // What pages load with a large model alone.
      'artifact/slices.ts',
    ],
  },
  // Each driver alone: pages load that of the profile's database later than the others. What guards cookies removes them as the jar does.
  {
    folder: 'storage',
    row: 2,
    isPure: false,
    entries: [
      'cookie-jar.ts',
      'cookie-places.ts',
      'indexed-db-store.ts',
      'patterns.ts',
      'sweeper.ts',
      'web-storage.ts',
    ],
  },
  { folder: 'transport', row: 2, isPure: false },
  {
    folder: 'consent',
    row: 3,
    isPure: true,
    entries: [
      'at-once.ts',
      'tcf/index.ts',
      'gpp/index.ts',
      'signals/index.ts',
      'acts/index.ts',
      'receipts/index.ts',
      'acts.ts',
      // Parts that others load without the permissions themselves.
      'degree.ts',
      'verify-chain.ts',
      // What only servers need, so that pages do not load it.
      'consent-store.ts',
      'continue-from.ts',
      'ledger-check.ts',
      'noise.ts',
      'outgoing.ts',
      'pseudonym.ts',
      'token/encode-token.ts',
      'token/read-token.ts',
      'token/token-form.ts',
      'token/token-key.ts',
    ],
  },
  { folder: 'identity', row: 3, isPure: true },
  { folder: 'segments', row: 3, isPure: true },
  { folder: 'value', row: 3, isPure: true },
  // The fold by itself, which only those need who replay logs.
  { folder: 'profile', row: 4, isPure: true, entries: ['replayed-profile.ts'] },
  { folder: 'tracking', row: 4, isPure: true },
  { folder: 'personalize', row: 5, isPure: true },
  { folder: 'autocapture', row: 5, isPure: false },
  { folder: 'client', row: 6, isPure: false },
  { folder: 'server', row: 6, isPure: false, entries: ['sqlite/index.ts'] },
  {
    folder: 'ui',
    row: 6,
    isPure: false,
    entries: ['blocking/index.ts', 'define/index.ts', 'linter/index.ts', 'texts/index.ts'],
  },
  { folder: 'testing', row: 6, isPure: true },
  { folder: 'cli', row: 7, isPure: false },
  { folder: 'script', row: 7, isPure: false },
];

/** Folders that exist for tests: nothing in src imports them. */
export const TEST_ONLY: readonly string[] = ['testing'];

/** An external package that a folder, or a part of one, may import. */
export interface PackageUse {
  readonly path: string;
  readonly package: RegExp;
  /** Only by `import()`, so that nobody loads it who does not need it. */
  readonly dynamicOnly: boolean;
}

export const PACKAGES: readonly PackageUse[] = [
  { path: 'src/events/', package: /^zod\/mini$/, dynamicOnly: false },
  { path: 'src/recommend/', package: /^hyparquet(-writer|-compressors)?$/, dynamicOnly: true },
  { path: 'src/storage/', package: /^idb-keyval$/, dynamicOnly: false },
  { path: 'src/server/sqlite/', package: /^better-sqlite3$/, dynamicOnly: true },
  // The shop is a file beside the package's code, found at run time.
  { path: 'src/cli/commands/demo.ts', package: /^file\.href$/, dynamicOnly: true },
  // Only who checks pages has it.
  { path: 'src/cli/commands/', package: /^playwright(-core)?$/, dynamicOnly: true },
  { path: 'src/cli/', package: /^(commander|csv-parse|csv-parse\/sync)$/, dynamicOnly: false },
  // Plots of reports: in the command alone, and nowhere that a page could load.
  { path: 'src/cli/evaluation/report/', package: /^echarts\/(charts|components|core|renderers)$/, dynamicOnly: false },
];
