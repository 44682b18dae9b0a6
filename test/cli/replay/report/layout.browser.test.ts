import { expect, test } from 'vitest';
import { changesSection } from '../../../../src/cli/replay/report/changes-section.ts';
import { rulesSection } from '../../../../src/cli/replay/report/rules-section.ts';
import { STYLE } from '../../../../src/cli/replay/report/style.ts';

const EVIL = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const none = { people: 0, moments: 0 };
const some = { people: 1234, moments: 56_789 };

/** A report in a frame of that width. */
async function show(width: number, ids: readonly string[]): Promise<Document> {
  const rules = ids.map((id, index) => ({
    rule: { index, id, place: ids[0] ?? '', hasRivals: index % 2 === 0 },
    shown: some,
    impressions: 12_345,
    losses: { capped: some, heldOut: none, lost: some, unpermitted: none },
  }));
  const changes = ids.map((id) => ({ place: id, from: id, to: undefined, ...some, samples: [] }));
  const conflicts = ids.map((id) => ({ place: id, winner: id, loser: 'rest', ...some }));
  const body = [
    changesSection({ total: some, changes }, 2000),
    rulesSection({ path: ids[0] ?? 'rules.json' }, { rules, conflicts, reached: some }, 2000),
  ];
  const frame = document.createElement('iframe');
  frame.style.cssText = `width: ${width}px; height: 600px; border: 0`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  frame.srcdoc = `<!doctype html><style>${STYLE}</style><main>${body.map(({ html }) => html).join('')}</main>`;
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument;
  if (!page) throw new Error('There is no page.');
  return page;
}

const IDS: Readonly<Record<string, readonly string[]>> = {
  'no rules': [],
  'long ids': ['x'.repeat(400), `a/${'path-'.repeat(60)}`],
  'ids with HTML': [EVIL],
  'a thousand rules': Array.from({ length: 1000 }, (_, index) => `rule-${index}`),
};

for (const [name, ids] of Object.entries(IDS)) {
  test.each([320, 360, 1280])(`a report on ${name} is as wide as the page, at %i px`, async (width) => {
    const page = await show(width, ids);
    expect(page.documentElement.scrollWidth).toBe(width);
    expect(page.querySelectorAll('img, script')).toHaveLength(0);
  });
}

test('short words beside a long id stay whole', async () => {
  const page = await show(1280, IDS['long ids'] ?? []);
  const cells = [...page.querySelectorAll('td')].filter(({ textContent }) => textContent === '(nothing)');
  const lines = cells.map((cell) => {
    const range = page.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length;
  });
  expect(lines).toEqual([1, 1]);
});

test('a file without rules is said to have none', async () => {
  const page = await show(360, []);
  expect(page.body.textContent).toContain('it has no rules');
});

test.each(['light', 'dark'])('words and bars stand out from the paper, when it is %s', (scheme) => {
  const [light = '', dark = ''] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, rules = '']) => rules);
  const colour = (name: string) => new RegExp(`--${name}: (#\\w+)`).exec(scheme === 'dark' ? dark : light)?.[1] ?? '';
  for (const paper of ['paper', 'tile']) {
    for (const ink of ['ink', 'soft']) expect(contrast(colour(ink), colour(paper))).toBeGreaterThan(4.5);
  }
  expect(contrast(colour('fill'), colour('paper'))).toBeGreaterThan(3);
  expect(contrast(colour('fill'), colour('line'))).toBeGreaterThan(3);
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
