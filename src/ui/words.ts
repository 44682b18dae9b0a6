import type { UiTexts } from './texts/texts.ts';

export const DAY_MS = 86_400_000;

/** Fills `{name}` in a message. What is filled in is not searched again. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (found, name: string) => String(values[name] ?? found));
}

/** A day, as the language writes it. */
export function day({ language }: UiTexts, time: number): string {
  return new Date(time).toLocaleDateString(language, { dateStyle: 'medium' });
}

/** "30 days", with the plural that the language has. */
export function days({ language }: UiTexts, count: number): string {
  return count.toLocaleString(language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
