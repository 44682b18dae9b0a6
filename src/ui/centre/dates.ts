import type { UiTexts } from '../texts/texts.ts';

export const DAY_MS = 86_400_000;

/** A day, as the language writes it. */
export function day({ language }: UiTexts, time: number): string {
  return new Date(time).toLocaleDateString(language, { dateStyle: 'medium' });
}

/** "30 days", with the plural that the language has. */
export function days({ language }: UiTexts, count: number): string {
  return count.toLocaleString(language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
