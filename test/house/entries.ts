import { LIBRARY } from '../../tsup.config.ts';

/** The entry files by the name under which people import them. */
export const PUBLIC_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LIBRARY.entry).map(([name, file]) => [name === 'index' ? 'kindred' : `kindred/${name}`, file]),
);
