import type { UiTexts } from './texts/texts.ts';

/** Fills `{name}` in a message. What is filled in is not searched again. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (found, name: string) => String(values[name] ?? found));
}

/** A day, as the language writes it. */
export function day({ language }: UiTexts, time: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(time);
}

/** "30 days", with the plural that the language has. */
export function days({ language }: UiTexts, count: number): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count);
}
