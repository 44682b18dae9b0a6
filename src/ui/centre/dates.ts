import type { OpenedTexts } from '../texts/opened.ts';

export const DAY_MS = 86_400_000;

/** A day, as the language writes it. */
export function day({ language }: OpenedTexts, time: number): string {
  return new Date(time).toLocaleDateString(language, { dateStyle: 'medium' });
}

/** "30 days", with the plural that the language has. */
export function days({ language }: OpenedTexts, count: number): string {
  return count.toLocaleString(language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
