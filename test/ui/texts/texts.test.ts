import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGLISH, LANGUAGES, loadTexts, matchLanguage } from '../../../src/ui/texts/index.ts';

const TAGS = LANGUAGES.map(({ tag }) => tag);
const places = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each(TAGS)('the messages in %s', (tag) => {
  test('every language has every message, with the same places to fill in', async () => {
    const texts = await loadTexts(tag);
    expect(texts.language).toBe(tag);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(ENGLISH).sort());
    const filled = (all: object) =>
      Object.fromEntries(Object.entries(all).map(([key, message]) => [key, places(String(message))]));
    expect(filled(texts)).toEqual(filled(ENGLISH));
  });

  test('no message holds HTML', async () => {
    const messages = Object.values(await loadTexts(tag));
    expect(messages.filter((message) => message.trim() === '' || message !== message.trim())).toEqual([]);
    expect(messages.filter((message) => /[<>]|&\w+;|&#/.test(message))).toEqual([]);
    expect(messages.filter((message) => message !== message.normalize('NFC'))).toEqual([]);
  });

  test('what is filled in keeps its own direction where the language is written from the right', async () => {
    const texts = await loadTexts(tag);
    const isRightToLeft = LANGUAGES.some((language) => language.tag === tag && language.dir === 'rtl');
    const bare = Object.values(texts).flatMap(
      (message) => message.match(/(?<!\u2068)\{(text|names?|purposes|signal)\}/) ?? [],
    );
    expect(isRightToLeft ? bare : []).toEqual([]);
  });

  test('accepting and refusing take words of about the same length', async () => {
    const { acceptAll, refuseAll, withdrawAll, eraseYes, eraseNo } = await loadTexts(tag);
    for (const [one, other] of [
      [acceptAll, refuseAll],
      [refuseAll, withdrawAll],
      [eraseYes, eraseNo],
    ] as const) {
      expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(4);
    }
  });

  test('no message of another language was forgotten in it', async () => {
    const texts = await loadTexts(tag);
    const same = Object.entries(ENGLISH).filter(([key, message]) => Reflect.get(texts, key) === message);
    expect(tag === 'en' ? [] : same).toEqual([]);
  });

  test('marks and letters are those of the language', async () => {
    const text = Object.values(await loadTexts(tag)).join(' ');
    const script = { ar: /\p{Script=Arabic}/u, ja: /\p{Script=Hiragana}/u, ko: /\p{Script=Hangul}/u }[String(tag)];
    if (script) expect(text).toMatch(script);
    if (tag === 'zh-Hans') expect(text).not.toMatch(/[這們讓為與個選擇儲資訊]/);
    if (tag === 'zh-Hant') expect(text).not.toMatch(/[这们让为与个选择储资讯]/);
    if (tag !== 'ja') expect(text).not.toMatch(/\p{Script=Hiragana}/u);
  });
});

describe('languages are matched by their tags', () => {
  test.each([
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['fr_CA', 'fr'],
    ['es-419', 'es'],
    ['ar-EG', 'ar'],
    ['en-GB', 'en'],
    ['ja-JP-u-ca-japanese', 'ja'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-Hant-CN', 'zh-Hant'],
    ['zh-yue-Hant-HK', 'zh-Hant'],
    ['nds', 'en'],
    ['tlh', 'en'],
  ])('%s is served in %s', (tag, served) => expect(matchLanguage(tag)).toBe(served));

  test.each([
    '',
    '-',
    '__proto__',
    'constructor',
    'toString',
    'de\u0000',
    '../de',
    '<b>',
    'x'.repeat(1e6),
    'zh'.repeat(1e5),
  ])('rubbish is served in English: %#', async (tag) => expect(await loadTexts(tag)).toBe(ENGLISH));

  test('any text has a language', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (tag) => TAGS.includes(matchLanguage(tag))));
  });

  test('each language is named as its speakers call it, and Arabic alone runs from right to left', () => {
    expect(LANGUAGES.filter(({ dir }) => dir === 'rtl').map(({ tag }) => tag)).toEqual(['ar']);
    for (const { tag, name } of LANGUAGES) {
      expect(new Intl.DisplayNames(tag, { type: 'language' }).of(tag)?.toLowerCase()).toBe(name.toLowerCase());
    }
  });
});
