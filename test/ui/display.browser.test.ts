import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGppApi } from '../../src/consent/gpp/index.ts';
import { createTcfApi, parseVendorList } from '../../src/consent/tcf/index.ts';
import { onDisplay } from '../../src/ui/index.ts';
import { type Linden, openLinden } from './linden.ts';
import { loadCentre, openCentre, press, put } from './looking.ts';

let linden: Linden;
let undo: (() => void)[];
beforeAll(loadCentre);
beforeEach(() => {
  linden = openLinden();
  undo = [];
});
afterEach(() => {
  for (const one of undo) one();
  document.body.replaceChildren();
});

/** What is told from now on. */
function listen(): readonly string[] {
  const told: string[] = [];
  undo.push(onDisplay((status) => told.push(status)));
  return told;
}

describe('whether the person sees a layer', () => {
  test('whoever asks is told at once, and whenever a layer is shown or gone', () => {
    const told = listen();
    const banner = put('kindred-banner', linden);
    expect(listen()).toEqual(['visible']);
    press(banner, 'Refuse all');
    expect(told).toEqual(['hidden', 'visible', 'hidden']);
  });

  test('two layers that lie on each other are seen as one', async () => {
    const told = listen();
    put('kindred-banner', linden);
    const centre = openCentre(linden);
    press(centre, 'Close');
    await expect.poll(() => centre.hasAttribute('open')).toBe(false);
    expect(told).toEqual(['hidden', 'visible']);
    linden.consent.refuse('*', { party: '*' });
    expect(told).toEqual(['hidden', 'visible', 'hidden']);
  });

  test('a layer that is taken out of the page is gone', () => {
    const told = listen();
    put('kindred-banner', linden).remove();
    expect(told).toEqual(['hidden', 'visible', 'hidden']);
  });

  test('who has unsubscribed hears no more, and one that fails is reported and skipped', () => {
    const report = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
    const stop = onDisplay((status) => {
      if (status === 'visible') throw new Error('broken');
    });
    const told = listen();
    const banner = put('kindred-banner', linden);
    expect(told).toEqual(['hidden', 'visible']);
    expect(report).toHaveBeenCalledOnce();
    stop();
    banner.remove();
    put('kindred-banner', linden);
    expect(report).toHaveBeenCalledOnce();
    report.mockRestore();
  });
});

describe('the scripts of others are told in one line', () => {
  test('__gpp: its signal is not ready while the person chooses', () => {
    const gpp = createGppApi({ consent: linden.consent, cmpId: 31, sections: ['usnat'], target: window });
    undo.push(gpp.start(), onDisplay(gpp.display));
    const banner = put('kindred-banner', linden);
    const ask = () => {
      const answers: unknown[] = [];
      Reflect.get(window, '__gpp')('ping', (data: unknown) => answers.push(data));
      return answers[0];
    };
    expect(ask()).toMatchObject({ cmpDisplayStatus: 'visible', signalStatus: 'not ready' });
    press(banner, 'Accept all');
    expect(ask()).toMatchObject({ cmpDisplayStatus: 'hidden', signalStatus: 'ready' });
  });

  test('__tcfapi: its listeners hear that the banner is shown, and what the person chose', () => {
    const tcf = createTcfApi({
      ...linden.platform,
      consent: linden.consent,
      target: window,
      vendorList: parseVendorList({
        vendorListVersion: 17,
        tcfPolicyVersion: 5,
        purposes: { 1: {} },
        specialFeatures: {},
        vendors: { 10: { name: 'Ten', purposes: [1], legIntPurposes: [], flexiblePurposes: [], specialFeatures: [] } },
      }),
      mapping: { purposes: { ads: [1] }, parties: {} },
      cmpId: 300,
      cmpVersion: 1,
      publisherCountryCode: 'DE',
    });
    undo.push(tcf.start());
    const heard: unknown[] = [];
    Reflect.get(window, '__tcfapi')('addEventListener', 2, ({ eventStatus }: { eventStatus: string }) =>
      heard.push(eventStatus),
    );
    const banner = put('kindred-banner', linden);
    undo.push(onDisplay((status) => (status === 'visible' ? tcf.uiShown() : tcf.uiHidden())));
    press(banner, 'Accept all');
    expect(heard).toEqual([undefined, 'cmpuishown', 'useractioncomplete']);
  });
});
