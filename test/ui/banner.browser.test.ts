import { afterEach, describe, expect, test } from 'vitest';
import { memoryTextStore } from '../../src/storage/index.ts';
import { defineElement } from '../../src/ui/element.ts';
import { h } from '../../src/ui/node.ts';
import { ENGLISH } from '../../src/ui/texts/en.ts';
import { openLinden, POLICY } from './linden.ts';
import { buttonsOf, find, press, put, rootOf, said, textOf } from './looking.ts';

afterEach(() => document.body.replaceChildren());

const isShown = (banner: Element) => rootOf(banner).querySelector('section') !== null;

describe('the banner', () => {
  test('names what the policy asks for, and who else is involved', () => {
    const banner = put('kindred-banner', openLinden());
    for (const { title } of POLICY.purposes) expect(textOf(banner)).toContain(title);
    expect(textOf(banner)).toContain('Also involved: Count & Co, Ads & Co, Reach');
    expect(find(banner, 'a').getAttribute('href')).toBe('/privacy');
  });

  test('yes and no are on the same layer and have the same weight', () => {
    const banner = put('kindred-banner', openLinden());
    const looks = ['refuse', 'accept'].map((name) => {
      const button = find(banner, `[data-do=${name}]`);
      const { color, backgroundColor, borderColor, font, padding } = getComputedStyle(button);
      const { width, height } = button.getBoundingClientRect();
      return { tag: button.tagName, color, backgroundColor, borderColor, font, padding, width, height };
    });
    expect(looks[0]).toEqual(looks[1]);
    expect(rootOf(banner).querySelectorAll('input')).toHaveLength(0);
  });

  test('accepting allows what was asked for, to everybody who asked, in one decision', async () => {
    const { consent, ...rest } = openLinden();
    const banner = put('kindred-banner', { consent, ...rest });
    press(banner, 'Accept all');
    expect(consent.state().events).toHaveLength(1);
    for (const { id, degree } of POLICY.purposes) expect(consent.check({ purpose: id, degree }).allow).toBe(true);
    expect(consent.check({ purpose: 'ads', party: 'reach.example', degree: 'pseudonymous' }).allow).toBe(true);
    expect(isShown(banner)).toBe(false);
    await expect.poll(() => said(banner)).toBe('Saved. You allow 5 of 5 purposes.');
  });

  test('refusing denies everything and is remembered', async () => {
    const linden = openLinden();
    const banner = put('kindred-banner', linden);
    press(banner, 'Refuse all');
    expect(linden.consent.state().choices.ads?.decision).toBe('refused');
    expect(linden.consent.state().needsChoice).toBe(false);
    expect(isShown(banner)).toBe(false);
    await expect.poll(() => said(banner)).toBe('Saved. You allow 0 of 5 purposes.');
  });

  test('a choice that cannot be recorded is said to be noted, and saved once it is recorded', async () => {
    const linden = openLinden();
    const choose = () => Promise.reject(new Error('no network'));
    const banner = put('kindred-banner', { ...linden, consent: { ...linden.consent, choose } });
    press(banner, 'Accept all');
    await expect.poll(() => said(banner)).toBe('Noted. A yes counts once recorded.');
    expect(find(banner, 'section').textContent).toContain('Noted.');
    linden.consent.grant('*', { party: '*' });
    expect(isShown(banner)).toBe(false);
    expect(said(banner)).toBe('Saved. You allow 5 of 5 purposes.');
  });

  test('what it said goes with what is changed elsewhere', async () => {
    const linden = openLinden();
    const banner = put('kindred-banner', linden);
    press(banner, 'Accept all');
    await expect.poll(() => said(banner)).toBe('Saved. You allow 5 of 5 purposes.');
    linden.consent.refuse('ads', { party: '*' });
    expect(said(banner)).toBe('Saved. You allow 4 of 5 purposes.');
    linden.consent.withdraw('*', { party: '*' });
    expect([isShown(banner), said(banner)]).toEqual([false, 'Saved. You allow 0 of 5 purposes.']);
  });

  test('a choice in another tab closes it', () => {
    const linden = openLinden();
    const banner = put('kindred-banner', linden);
    linden.consent.refuse('*', { party: '*' });
    expect(isShown(banner)).toBe(false);
    expect(said(banner)).toBe('');
  });

  test('two banners of one person agree', () => {
    const linden = openLinden();
    const banners = [put('kindred-banner', linden), put('kindred-banner', linden)];
    const [first] = banners;
    if (first) press(first, 'Accept all');
    expect(banners.map(isShown)).toEqual([false, false]);
  });

  test('after a change of policy it asks only for what changed, and leaves the rest alone', () => {
    const store = memoryTextStore();
    openLinden({ store }).consent.choose([{ purpose: '*', party: '*', degree: 'on-device' }]);
    const [storage, ...others] = POLICY.purposes.map((purpose) => ({ ...purpose, version: POLICY.version }));
    const policy = { ...POLICY, version: '2027-01', purposes: [{ ...storage, version: '2027-01' }, ...others] };
    const linden = openLinden({ store, policy });
    const banner = put('kindred-banner', linden);
    expect([...rootOf(banner).querySelectorAll('li')].map((item) => item.textContent)).toEqual([storage?.title]);
    expect(textOf(banner)).toContain(ENGLISH.bannerAgain);
    press(banner, 'Refuse all');
    expect(linden.consent.check({ purpose: 'storage' }).allow).toBe(false);
    expect(linden.consent.check({ purpose: 'personalization' }).allow).toBe(true);
  });

  test('texts of a policy are shown as they are, also when they look like HTML', () => {
    const title = '<img src=x onerror="document.title=1"><b>Bold</b>';
    const policy = { purposes: [{ id: 'a', title, description: title }], notice: 'javascript:alert(1)' };
    const linden = openLinden({ policy });
    const banner = put('kindred-banner', linden);
    expect(textOf(banner)).toContain(title);
    expect(rootOf(banner).querySelector('img, b, a')).toBeNull();
  });

  test('what was set before the element was defined is taken over, and each click counts once', () => {
    const linden = openLinden();
    const acts: string[] = [];
    const element = document.createElement('kindred-later');
    Reflect.set(element, 'relationship', linden);
    document.body.append(element);
    defineElement('kindred-later', '', () => ({
      render: ({ consent }) => [h('button', { 'data-do': 'press' }, consent.source)],
      act: (does) => acts.push(does),
    }));
    expect(textOf(element)).toBe('linden.example');
    press(element, 'linden.example');
    expect(acts).toEqual(['press']);
    expect(Object.hasOwn(element, 'relationship')).toBe(false);
  });

  test('nothing listens any more once it is removed, and it comes back with what holds then', () => {
    const linden = openLinden();
    let listeners = 0;
    const consent = {
      ...linden.consent,
      onChange(listener: Parameters<typeof linden.consent.onChange>[0]) {
        const stop = linden.consent.onChange(listener);
        listeners += 1;
        return () => {
          listeners -= 1;
          stop();
        };
      },
    };
    const banner = put('kindred-banner', { ...linden, consent });
    expect(listeners).toBe(1);
    banner.remove();
    expect(listeners).toBe(0);
    linden.consent.refuse('*', { party: '*' });
    document.body.append(banner);
    expect(listeners).toBe(1);
    expect(isShown(banner)).toBe(false);
    linden.consent.withdraw('*', { party: '*' });
    banner.relationship = openLinden();
    expect(listeners).toBe(0);
    expect(isShown(banner)).toBe(true);
  });

  test('the language says the texts and the direction', async () => {
    const banner = put('kindred-banner', openLinden());
    banner.relationship = { ...openLinden(), texts: { ...ENGLISH, language: 'ar', acceptAll: 'قبول الكل' } };
    expect(find(banner, '.root').dir).toBe('rtl');
    expect(buttonsOf(banner)).toContain('قبول الكل');
  });

  test('choosing opens the centre, which is loaded when the page has none', async () => {
    const banner = put('kindred-banner', openLinden());
    press(banner, 'Choose');
    await expect
      .poll(() => document.querySelector('kindred-centre')?.shadowRoot?.querySelector('dialog')?.open)
      .toBe(true);
  });
});
