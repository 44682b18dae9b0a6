import { FIRST_ENGLISH } from './first.ts';
import { OPENED } from './opened.ts';
import type { UiTexts } from './texts.ts';
import { HISTORY_ENGLISH } from './unfolded-history.ts';
import { INTERESTS_ENGLISH } from './unfolded-interests.ts';
import { KNOWN_ENGLISH } from './unfolded-known.ts';
import { LEFT_ENGLISH } from './unfolded-left.ts';
import { NOTICES_ENGLISH } from './unfolded-notices.ts';
import { OTHERS_ENGLISH } from './unfolded-others.ts';
import { RIGHTS_ENGLISH } from './unfolded-rights.ts';

/** The messages in English. A page has each of them where it is read first, and all of them only here. */
export const ENGLISH: UiTexts = {
  ...FIRST_ENGLISH,
  ...OPENED,
  ...NOTICES_ENGLISH,
  ...OTHERS_ENGLISH,
  ...INTERESTS_ENGLISH,
  ...KNOWN_ENGLISH,
  ...HISTORY_ENGLISH,
  ...RIGHTS_ENGLISH,
  ...LEFT_ENGLISH,
};
