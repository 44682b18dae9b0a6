import { nearestName } from '../core/index.ts';

/** ` Did you mean "…"?`, ready to follow a sentence; empty where no name is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}
