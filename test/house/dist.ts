import { posix } from 'node:path';
import { readImports } from './imports.ts';
import type { Files } from './project.ts';

/** What a built file loads: itself and other built files, and the modules from outside. */
export interface Loaded {
  readonly files: ReadonlySet<string>;
  readonly outside: ReadonlySet<string>;
}

/** Follows imports from a built file: the static ones, and on request those made later by `import()`. */
export function follow(start: string, files: Files, options: { readonly withDynamic: boolean }): Loaded {
  const seen = new Set<string>();
  const outside = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of readImports(path, files.get(path) ?? '')) {
      if (each.isDynamic && !options.withDynamic && !path.endsWith('.cjs')) continue;
      if (each.isRelative) visit(posix.normalize(each.to));
      else outside.add(each.to);
    }
  };
  visit(start);
  return { files: seen, outside };
}
