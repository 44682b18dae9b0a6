import { ENGLISH } from './en.ts';
import type { UiTexts } from './texts.ts';

/** The messages of a language; English where there are none. */
export async function loadTexts(_language: string): Promise<UiTexts> {
  return ENGLISH;
}
