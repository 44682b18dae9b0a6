import config from '../../tsup.config.ts';

const [library] = Array.isArray(config) ? config : [];
const entries = Object.entries(library?.entry ?? {}).map(([name, file]): [string, string] => [name, String(file)]);

/** The entry files by the name under which people import them. */
export const PUBLIC_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  entries.map(([name, file]) => [name === 'index' ? 'kindred' : `kindred/${name}`, file]),
);
