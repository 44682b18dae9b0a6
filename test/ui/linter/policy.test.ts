import { describe, expect, test } from 'vitest';
import { type ConsentPolicy, definePolicy, STANDARD_PURPOSES } from '../../../src/consent/index.ts';
import { lintPolicy, type PolicyFinding } from '../../../src/ui/linter/index.ts';

const GOOD = {
  version: '1',
  notice: 'https://shop.example/privacy',
  controller: { name: 'Shop', contact: 'privacy@shop.example' },
  purposes: [
    { id: 'count', title: 'Count visits', description: 'Counts which pages are opened, under a random number.' },
  ],
  parties: [{ id: 'stats.example', name: 'Stats & Co', purposes: ['count'], url: 'https://stats.example' }],
};

const lint = (change: object): readonly PolicyFinding[] => lintPolicy(definePolicy({ ...GOOD, ...change }));
const purpose = (change: object) => lint({ purposes: [{ ...GOOD.purposes[0], ...change }] });
const found = (findings: readonly PolicyFinding[]) => findings.map(({ rule, at }) => `${rule} ${at}`);

test('a plain policy has no finding', () => {
  expect(lint({})).toEqual([]);
});

test('the purposes of the SDK itself have none but those about who is responsible', () => {
  const policy: ConsentPolicy = definePolicy({ purposes: STANDARD_PURPOSES });
  expect(found(lintPolicy(policy))).toEqual(['notice /notice', 'notice /controller']);
});

describe('what could be better is found with its place, and what comes close is not', () => {
  test.each([
    [{ description: '' }, 'description /purposes/0/description'],
    [{ description: 'Cookies.' }, 'description /purposes/0/description'],
    [{ degree: 'identified' }, 'degree /purposes/0/degree'],
    [
      { title: 'Recommend', description: 'Recommends what suits me best.', degree: 'pseudonymous' },
      'degree /purposes/0/degree',
    ],
    [{ title: 'Advertise', description: 'Shows advertising of ours on other sites.' }, 'signal /purposes/0/sale'],
    [{ description: 'Counts visits with the help of our trusted partners.' }, 'plain-language /purposes/0/description'],
    [{ description: 'We utilize what is counted here to count more of it.' }, 'plain-language /purposes/0/description'],
    [{ title: 'Enhance your experience' }, 'plain-language /purposes/0/title'],
    [{ description: `Counts ${'and counts '.repeat(20)}what is opened.` }, 'plain-language /purposes/0/description'],
  ])('%j', (change, finding) => expect(found(purpose(change))).toContain(finding));

  test.each([
    [{ description: 'Counts what is opened.' }],
    [{ degree: 'identified', title: 'Write to me', description: 'A letter a month about new arrivals.' }],
    [{ title: 'Recommend', description: 'Recommends what suits me best.', degree: 'on-device' }],
    [{ title: 'Advertise', description: 'Shows advertising of ours on other sites.', sale: true }],
    [
      {
        description:
          'Counts what is opened. Counts it once a day. Counts nothing else than that. Then adds up what was counted.',
      },
    ],
  ])('%j', (change) => expect(purpose(change)).toEqual([]));
});

test('parties, notices, titles and durations are looked at', () => {
  const [first] = GOOD.purposes;
  expect(found(lint({ notice: undefined, controller: undefined }))).toEqual(['notice /notice', 'notice /controller']);
  expect(found(lint({ purposes: [first, { ...first, id: 'again' }] }))).toEqual(['title /purposes/1/title']);
  expect(found(lint({ parties: [{ id: 'x', name: 'X', purposes: [] }] }))).toEqual(['party /parties/0/purposes']);
  expect(found(lint({ parties: [{ id: 'x', name: 'X', purposes: ['count'] }] }))).toEqual(['party /parties/0']);
  const region = { id: 'here', model: 'opt-in', grantDays: 182, refusalDays: 182 };
  expect(lint({ region })).toEqual([]);
  expect(found(lint({ region: { ...region, refusalDays: 30 } }))).toEqual(['duration /region/refusalDays']);
  expect(found(lint({ region: { ...region, grantDays: 500, refusalDays: 500 } }))).toEqual([
    'duration /region/grantDays',
  ]);
});

test('a text of a million words is looked at in time', () => {
  const start = performance.now();
  purpose({ description: 'personal data of '.repeat(300_000) });
  expect(performance.now() - start).toBeLessThan(2000);
});
