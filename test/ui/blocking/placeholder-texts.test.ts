import { expect, test } from 'vitest';
import { loadPlaceholderTexts, PLACEHOLDER_ENGLISH } from '../../../src/ui/blocking/index.ts';
import { LANGUAGES } from '../../../src/ui/texts/index.ts';

test.each(LANGUAGES)('placeholders speak $tag, and name who the content is from', async ({ tag }) => {
  const texts = await loadPlaceholderTexts(tag);
  expect(texts.language).toBe(tag);
  expect([texts.held, texts.loadOnce, texts.allow].map((text) => text.includes('{name}'))).toEqual([true, false, true]);
  expect(Object.values(texts).join('')).not.toMatch(/[<>&]/);
  expect(tag === 'en' || texts.loadOnce !== PLACEHOLDER_ENGLISH.loadOnce).toBe(true);
});

test('an unknown language is served in English', async () => {
  expect(await loadPlaceholderTexts('__proto__')).toEqual(PLACEHOLDER_ENGLISH);
});
