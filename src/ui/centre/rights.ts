import { HISTORY } from './history.ts';
import { INTERESTS } from './interests.ts';
import { KNOWN } from './known.ts';
import { OWN_DATA } from './own-data.ts';
import type { Part } from './part.ts';
import { RELEASE } from './release.ts';

// What is the person's own, in one file: whoever unfolds one of these is likely to unfold another.
export const parts: Readonly<Record<string, Part>> = {
  release: RELEASE,
  interests: INTERESTS,
  known: KNOWN,
  history: HISTORY,
  rights: OWN_DATA,
};
