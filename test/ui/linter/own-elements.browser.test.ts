import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lintConsentUi, walkConsentUi } from '../../../src/ui/linter/index.ts';
import { LANGUAGES, loadTexts } from '../../../src/ui/texts/index.ts';
import { openLinden } from '../linden.ts';
import { find, loadCentre, openCentre, press, put, step } from '../looking.ts';

beforeAll(loadCentre);
afterEach(() => document.body.replaceChildren());

describe('our own elements are fair', () => {
  test.each(LANGUAGES)('the banner and the centre that it opens have no finding in $tag', async ({ tag }) => {
    const linden = openLinden({ language: tag });
    const { acceptAll } = await loadTexts(tag);
    const centre = put('kindred-centre', linden);
    const banner = put('kindred-banner', linden);
    await expect.poll(() => find(banner, '[data-do=accept]').textContent?.trim()).toBe(acceptAll);
    const wait = async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    expect(await walkConsentUi(document, { wait })).toEqual([]);
    // It was on the second layer too.
    expect(centre.hasAttribute('open')).toBe(true);
  });

  test('in the centre, what the person chose before is no finding, and a forged tick is one', () => {
    const linden = openLinden();
    const centre = openCentre(linden);
    expect(lintConsentUi(centre)).toEqual([]);
    step(centre, 'analytics', 'pseudonymous');
    expect(lintConsentUi(centre).map(({ rule }) => rule)).toEqual(['pre-ticked']);
    press(centre, 'Save my choices');
    expect(lintConsentUi(centre, { isDecided: true })).toEqual([]);
  });
});
