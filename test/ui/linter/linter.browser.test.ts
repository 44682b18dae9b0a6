import { afterEach, describe, expect, test } from 'vitest';
import {
  assertFairConsentUi,
  isKindredError,
  LINT_RULE_NAMES,
  LINT_RULES,
  type LintOptions,
  type LintRule,
  lintConsentUi,
} from '../../../src/ui/linter/index.ts';
import { ACCEPT, button, dialogue, REFUSE, show } from './fixtures.ts';

afterEach(() => {
  document.body.innerHTML = '';
  document.body.removeAttribute('style');
});

const rulesOf = (html: string, options: LintOptions = {}): readonly LintRule[] => {
  show(html);
  return [...new Set(lintConsentUi(document, options).map(({ rule }) => rule))];
};

interface Case {
  readonly rule: LintRule;
  readonly breaks: readonly string[];
  /** Comes close, and is fair. */
  readonly passes: readonly string[];
}

const INSIDE = 'style="background: #fff; padding: 16px"';

const CASES: readonly Case[] = [
  {
    rule: 'not-found',
    breaks: [
      '',
      '<p>We use cookies.</p>',
      '<form><p>Terms of the shop</p><button>Accept</button></form>',
      dialogue({ frame: 'hidden' }),
    ],
    passes: [dialogue({}), `<div id="cookie-consent"><p>Hm</p>${ACCEPT}${REFUSE}</div>`],
  },
  {
    rule: 'no-refuse',
    breaks: [
      dialogue({ refuse: '' }),
      dialogue({ refuse: button('Ask me later') }),
      dialogue({ refuse: button('Refuse all', 'display: none') }),
      dialogue({ refuse: button('Refuse all', 'opacity: 0') }),
      dialogue({ refuse: button('Refuse all', 'visibility: hidden') }),
    ],
    passes: [
      dialogue({}),
      dialogue({ refuse: button('Only necessary cookies') }),
      dialogue({ refuse: button('Continue without accepting') }),
      dialogue({
        refuse:
          '<input type="button" value="No, thanks" style="font: 400 16px sans-serif; padding: 10px 16px; border: 1px solid #222; background: #222; color: #fff">',
      }),
    ],
  },
  {
    rule: 'refuse-as-link',
    breaks: [
      dialogue({ refuse: '<a href="#" style="font: 400 16px sans-serif">Refuse all</a>' }),
      dialogue({ refuse: button('Refuse all', 'border-color: transparent; background: none; color: #222') }),
    ],
    passes: [
      // Both are links, and both look like buttons.
      dialogue({
        accept:
          '<a href="#" style="display: inline-block; padding: 10px 16px; background: #222; color: #fff">Accept all</a>',
        refuse:
          '<a href="#" style="display: inline-block; padding: 10px 16px; background: #222; color: #fff">Refuse all</a>',
      }),
      dialogue({
        accept: '<a href="#" style="font: 400 16px sans-serif">Accept all</a>',
        refuse: '<a href="#" style="font: 400 16px sans-serif">Refuse all</a>',
      }),
    ],
  },
  {
    rule: 'unequal-size',
    breaks: [
      dialogue({ accept: button('Accept all', 'padding: 20px 16px') }),
      dialogue({ accept: button('Accept all', 'width: 100%') }),
    ],
    passes: [
      dialogue({ accept: button('Accept all', 'padding: 11px 18px') }),
      // Longer words need a wider button.
      dialogue({ accept: button('Accept all of these cookies for me'), refuse: button('Refuse') }),
      // Refusing may weigh more.
      dialogue({ refuse: button('Refuse all', 'padding: 20px 40px') }),
    ],
  },
  {
    rule: 'unequal-text',
    breaks: [
      dialogue({ accept: button('Accept all', 'font-weight: 700') }),
      dialogue({ refuse: button('Refuse all', 'font-size: 13px; padding: 12px 18px') }),
    ],
    passes: [
      dialogue({ accept: button('Accept all', 'font-weight: 500; font-size: 17px') }),
      dialogue({ refuse: button('Refuse all', 'font-weight: 700') }),
    ],
  },
  {
    rule: 'unequal-colour',
    breaks: [
      dialogue({ refuse: button('Refuse all', 'background: #fff; color: #222') }),
      dialogue({
        accept: button('Accept all', 'background: #06c'),
        refuse: button('Refuse all', 'background: #767676'),
      }),
      dialogue({ accept: button('Accept all', 'background: linear-gradient(red, blue)') }),
      dialogue({
        accept: button('Accept all', 'background: oklch(0.55 0.25 262)'),
        refuse: button('Refuse all', 'background: #e8e8e8; color: #222'),
      }),
    ],
    passes: [
      dialogue({ accept: button('Accept all', 'background: #06c'), refuse: button('Refuse all', 'background: #a30') }),
      dialogue({
        accept: button('Accept all', 'background: #fff; color: #222'),
        refuse: button('Refuse all', 'background: #f4f4f4; color: #222'),
      }),
    ],
  },
  {
    rule: 'unequal-effect',
    breaks: [
      `<style>@keyframes pulse { 50% { transform: scale(1.05) } }</style>${dialogue({ accept: button('Accept all', 'animation: pulse 1s infinite') })}`,
      dialogue({ accept: button('Accept all', 'box-shadow: 0 0 0 6px #ff0, 0 0 30px #f00') }),
      dialogue({ refuse: button('Refuse all', 'filter: blur(2px)') }),
    ],
    passes: [
      // It comes in, and then it stays.
      `<style>@keyframes come { from { opacity: 0.9 } }</style>${dialogue({ accept: button('Accept all', 'animation: come 0.2s') })}`,
      dialogue({ accept: button('Accept all', 'box-shadow: 0 1px 2px #0006') }),
      dialogue({
        accept: button('Accept all', 'box-shadow: 0 0 20px #00f; filter: contrast(0.9)'),
        refuse: button('Refuse all', 'box-shadow: 0 0 20px #00f; filter: contrast(0.9)'),
      }),
    ],
  },
  {
    rule: 'low-contrast',
    breaks: [
      dialogue({ refuse: button('Refuse all', 'background: #222; color: #666') }),
      dialogue({ refuse: button('Refuse all', 'opacity: 0.3') }),
      dialogue({ settings: button('Settings', 'background: #fff; color: #aaa') }),
    ],
    passes: [
      dialogue({ refuse: button('Refuse all', 'background: #fff; color: #767676') }),
      // Large text may have less.
      dialogue({ refuse: button('Refuse all', 'background: #fff; color: #8c8c8c; font-size: 26px') }),
    ],
  },
  {
    rule: 'out-of-reach',
    breaks: [
      dialogue({ refuse: `<div style="position: absolute; left: 0; top: 3000px">${REFUSE}</div>` }),
      dialogue({
        more: '<div style="position: relative">',
        refuse: `${REFUSE}<div style="position: absolute; inset: 0 0 0 110px; background: #fff"></div>`,
      }),
      dialogue({
        frame: 'style="position: fixed; top: 0; width: 300px; height: 120px; overflow: auto; background: #fff"',
        refuse: `<div style="height: 400px"></div>${REFUSE}`,
      }),
      dialogue({ refuse: button('Refuse all', '', 'disabled') }),
      dialogue({ refuse: button('Refuse all', '', 'aria-disabled="true"') }),
      dialogue({ refuse: button('Refuse all', '', 'tabindex="-1"') }),
      dialogue({ refuse: `<div aria-hidden="true">${REFUSE}</div>` }),
    ],
    passes: [
      dialogue({}),
      dialogue({ refuse: `<div style="height: 40px"></div>${REFUSE}` }),
      // The arrow keys lead from one to the other.
      dialogue({
        accept: `<div role="toolbar">${ACCEPT}`,
        refuse: `${button('Refuse all', '', 'tabindex="-1"')}</div>`,
      }),
      dialogue({ accept: button('Accept all', '', 'disabled'), refuse: button('Refuse all', '', 'disabled') }),
    ],
  },
  {
    rule: 'extra-steps',
    breaks: [
      dialogue({ refuse: '<a href="/refuse" style="padding: 10px; background: #222; color: #fff">Refuse all</a>' }),
    ],
    passes: [
      dialogue({ refuse: '<a href="#" style="padding: 10px; background: #222; color: #fff">Refuse all</a>' }),
      dialogue({ accept: '<a href="/yes">Accept all</a>', refuse: '<a href="/no">Refuse all</a>' }),
    ],
  },
  {
    rule: 'accept-focused',
    breaks: [
      dialogue({ accept: button('Accept all', '', 'autofocus') }),
      dialogue({ accept: button('Accept all', '', 'tabindex="1"') }),
    ],
    passes: [
      dialogue({ refuse: button('Refuse all', '', 'autofocus') }),
      dialogue({ accept: button('Accept all', '', 'tabindex="0"') }),
    ],
  },
  {
    rule: 'pre-ticked',
    breaks: [
      dialogue({ more: '<label><input type="checkbox" checked> Statistics</label>' }),
      dialogue({ more: '<button role="switch" aria-checked="true">Marketing</button>' }),
      dialogue({
        more: '<fieldset><label><input type="radio" name="a" value="none"> Off</label><label><input type="radio" name="a" value="identified" checked> With my name</label></fieldset>',
      }),
      dialogue({
        more: '<label>How much <select><option value="none">Nothing</option><option selected>All</option></select></label>',
      }),
      dialogue({ more: '<label>How much <input type="range" min="0" max="4" value="3"></label>' }),
    ],
    passes: [
      dialogue({ more: '<label><input type="checkbox"> Statistics</label>' }),
      dialogue({ more: '<label><input type="checkbox" checked disabled> Statistics</label>' }),
      dialogue({ more: '<label><input type="checkbox" checked> Strictly necessary</label>' }),
      dialogue({ more: '<label><input type="checkbox" checked> Do not sell my data</label>' }),
      dialogue({ more: '<label><input type="radio" name="a" value="none" checked> Off</label>' }),
      dialogue({
        more: '<select><option value="30">30 days</option><option value="90" selected>90 days</option></select>',
      }),
      dialogue({
        more: '<select><option value="none">Nothing</option><option>All</option></select><input type="range" min="1" max="4" value="1">',
      }),
    ],
  },
  {
    rule: 'hidden-close',
    breaks: [
      dialogue({ more: '<button aria-label="Close" style="width: 12px; height: 12px; padding: 0">×</button>' }),
      dialogue({
        more: '<button style="width: 30px; height: 30px; border: 0; background: #fff; color: #ddd">×</button>',
      }),
    ],
    passes: [
      dialogue({
        more: '<button style="width: 30px; height: 30px; border: 0; background: #fff; color: #777">×</button>',
      }),
    ],
  },
  {
    rule: 'confirm-shaming',
    breaks: [
      "No, I don't like good offers",
      'No thanks, I prefer boring pages',
      'Nein, ich möchte schlechtere Angebote',
      'Non merci, je préfère rater les offres',
      'No, prefiero perder ventajas',
      '拒绝，我宁愿错过优惠',
      '拒絕，我寧願錯過優惠',
      '拒否してお得な情報を見逃す',
      '거부하고 혜택을 놓칠게요',
      'رفض، لا أريد عروضًا',
    ].map((label) => dialogue({ refuse: button(label) })),
    passes: [
      'No, thanks',
      'Alle ablehnen',
      'Tout refuser',
      'Rechazar todo',
      '全部拒绝',
      '全部拒絕',
      'すべて拒否',
      '모두 거부',
      'رفض الكل',
    ].map((label) => dialogue({ refuse: button(label) })),
  },
  {
    rule: 'unclear-label',
    breaks: [
      'OK',
      'Got it!',
      'Continue',
      'Verstanden',
      'J’ai compris',
      'Entendido',
      '知道了',
      '了解',
      '알겠습니다',
      'حسنًا',
    ].map((label) => dialogue({ accept: button(label) })),
    passes: ['Accept', 'I agree', 'OK, allow all', 'Alle akzeptieren', 'すべて同意'].map((label) =>
      dialogue({ accept: button(label) }),
    ),
  },
  {
    rule: 'wall',
    breaks: [
      dialogue({ refuse: '', frame: `role="dialog" aria-modal="true" ${INSIDE}` }),
      `<div style="position: fixed; inset: 0; background: #0008">${dialogue({ refuse: '' })}</div>`,
      `<style>html { overflow: hidden }</style>${dialogue({ refuse: '' })}`,
      dialogue({ refuse: button('Refuse all for 4.99 €') }),
      dialogue({ refuse: button('Reject and pay $3 a month') }),
    ],
    passes: [
      dialogue({ frame: `aria-modal="true" ${INSIDE}` }),
      dialogue({ refuse: button('Refuse all 12 purposes') }),
      dialogue({ refuse: '' }),
      dialogue({ refuse: '', more: '<button aria-label="Close">×</button>', frame: `aria-modal="true" ${INSIDE}` }),
    ],
  },
];

/** Rules that need somebody to press something: see the walk and the watch. */
const OF_TIME: readonly LintRule[] = ['dead-end', 'nagging', 'accept-on-scroll', 'accept-on-timeout'];

describe('every rule has a case that breaks it and one that comes close and does not', () => {
  test('every rule is here, or is one of those that need time', () => {
    expect([...CASES.map(({ rule }) => rule), ...OF_TIME].sort()).toEqual([...LINT_RULE_NAMES].sort());
  });

  for (const { rule, breaks, passes } of CASES) {
    test.each(breaks)(`${rule} is found in %#`, (html) => expect(rulesOf(html)).toContain(rule));
    test.each(passes)(`${rule} is not found in %#`, (html) => expect(rulesOf(html)).not.toContain(rule));
  }
});

describe('a fair dialogue', () => {
  const LABELS = [
    ['Accept all', 'Refuse all', 'Settings', 'cookies'],
    ['Alle erlauben', 'Alle ablehnen', 'Auswählen', 'Datenschutz'],
    ['Tout accepter', 'Tout refuser', 'Choisir', 'vie privée'],
    ['Aceptar todo', 'Rechazar todo', 'Elegir', 'privacidad'],
    ['全部接受', '全部拒绝', '逐项选择', '隐私'],
    ['全部接受', '全部拒絕', '逐項選擇', '隱私'],
    ['すべて許可', 'すべて拒否', '個別に選ぶ', 'プライバシー'],
    ['모두 허용', '모두 거부', '직접 선택', '개인정보'],
    ['قبول الكل', 'رفض الكل', 'اختيار', 'الخصوصية'],
  ] as const;

  test.each(LABELS)('has no finding: %s', (accept, refuse, settings, text) => {
    show(
      dialogue({ accept: button(accept), refuse: button(refuse), settings: button(settings), text }).replace(
        'Cookies',
        '',
      ),
    );
    expect(lintConsentUi(document)).toEqual([]);
    assertFairConsentUi(document);
  });

  test('is found in a shadow root, and one inside a page of other buttons', () => {
    show(`<header><button>Sign in</button></header><main><p>Our privacy notice</p></main><div id="host"></div>`);
    const host = document.querySelector('#host');
    const root = host?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = dialogue({ refuse: '' });
    const [finding] = lintConsentUi(document);
    expect(finding).toMatchObject({ rule: 'no-refuse', selector: '#host >>> div > button:nth-of-type(1)' });
  });

  test('in the dark is as fair as in the light', () => {
    show(
      dialogue({
        frame: 'style="position: fixed; inset: auto 0 0 0; background: #121212; color: #eee"',
        accept: button('Accept all', 'background: #eee; color: #121212'),
        refuse: button('Refuse all', 'background: #eee; color: #121212'),
        settings: button('Settings', 'background: #121212; color: #eee'),
      }),
    );
    expect(lintConsentUi(document)).toEqual([]);
  });
});

describe('what is told', () => {
  test('a finding says what, where, what to do, and where it is written', () => {
    show(dialogue({ refuse: '' }));
    const [finding] = lintConsentUi(document);
    expect(finding).toEqual({
      rule: 'no-refuse',
      severity: 'error',
      selector: 'html > body > div > button:nth-of-type(1)',
      element: 'button "Accept all"',
      message: '"Accept all" takes one click; only "Settings" stands beside it.',
      remedy: LINT_RULES['no-refuse'].remedy,
      source: expect.stringContaining('§ 7004(a)(2)(C)'),
    });
    expect(document.querySelector(finding?.selector ?? '')?.textContent).toBe('Accept all');
  });

  test('every rule says what to do and where it is written', () => {
    for (const { remedy, source } of Object.values(LINT_RULES)) {
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      expect(source.length).toBeGreaterThan(10);
    }
  });

  test('the assertion throws with all errors and their remedies, and lets warnings pass', () => {
    show(dialogue({ refuse: '', more: '<input type="checkbox" checked aria-label="Statistics">' }));
    const error = errorOf(() => assertFairConsentUi(document));
    expect(isKindredError(error) && error.code).toBe('unfair-ui');
    expect(String(error)).toMatch(/- no-refuse at .*\n- pre-ticked at .*"Statistics" is chosen/);
    show(dialogue({ accept: button('Agreed', '', 'autofocus') }));
    expect(() => assertFairConsentUi(document)).not.toThrow();
  });

  test('looking changes nothing', () => {
    show(dialogue({ refuse: '', more: '<input type="checkbox" checked>' }));
    const before = document.documentElement.outerHTML;
    const observed: unknown[] = [];
    for (const type of ['click', 'focus', 'scroll', 'input'])
      document.addEventListener(type, (event) => observed.push(event), true);
    lintConsentUi(document);
    expect(document.documentElement.outerHTML).toBe(before);
    expect(observed).toEqual([]);
  });

  test('a dialogue that is not found is a finding', () => {
    show('<main>Nothing</main>');
    expect(() => assertFairConsentUi(document)).toThrow('not-found');
  });
});

describe('parts can be named', () => {
  const STRANGE = `<div id="x"><span id="yes">Sure thing</span><span id="no">Nope</span></div>`;

  test('by selectors, where words do not tell', () => {
    expect(rulesOf(STRANGE)).toEqual(['not-found']);
    expect(rulesOf(STRANGE, { container: '#x', accept: '#yes', refuse: '#no' })).toEqual([]);
  });

  test('the element itself may be given', () => {
    show(`<div id="x">${ACCEPT}</div>`);
    const element = document.querySelector('#x');
    expect(element && lintConsentUi(element).map(({ rule }) => rule)).toEqual(['no-refuse']);
  });

  test('in a preference centre the person’s own ticks are no finding', () => {
    const html = dialogue({ more: '<input type="checkbox" checked>' });
    expect(rulesOf(html, { isDecided: true })).toEqual([]);
  });
});

describe('hostile pages', () => {
  test('ten thousand elements and deep nesting are looked at in time', () => {
    show(
      `${'<div><span>text</span></div>'.repeat(10_000)}${'<div>'.repeat(400)}${dialogue({})}${'</div>'.repeat(400)}`,
    );
    const start = performance.now();
    expect(lintConsentUi(document).map(({ rule }) => rule)).not.toContain('not-found');
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('labels that are long, empty or look like patterns do no harm', () => {
    const labels = ['', ' ', '('.repeat(5000), `${'no '.repeat(5000)}`, '__proto__', 'constructor', '\u0000', '\ud800'];
    show(dialogue({ more: labels.map((label) => `<button aria-label="${label}"></button>`).join('') }));
    expect(lintConsentUi(document)).toEqual([]);
  });
});

function errorOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
