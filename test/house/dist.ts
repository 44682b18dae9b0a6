import { readImports } from './imports.ts';
import type { Files } from './project.ts';

/** The built files that a built file loads, at once or later, itself included. */
export function follow(start: string, files: Files): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { to, isRelative } of readImports(path, files.get(path) ?? '')) if (isRelative) visit(to);
  };
  visit(start);
  return seen;
}
