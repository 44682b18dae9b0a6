import { afterEach, describe, expect, test } from 'vitest';
import { type LintRule, walkConsentUi, watchConsentUi } from '../../../src/ui/linter/index.ts';
import { ACCEPT, button, dialogue, REFUSE, show } from './fixtures.ts';

afterEach(() => {
  document.body.innerHTML = '';
  window.scrollTo(0, 0);
});

const SAVE = button('Save choices');
const layer = (content: string) =>
  `<div id="second" role="dialog" aria-label="Cookie settings" style="position: fixed; inset: 0 0 auto 0; background: #fff; color: #222" hidden>${content}</div>`;

/** Time passes when it is waited for, and things happen at their moment. */
function fakeWait(moments: Readonly<Record<number, () => void>> = {}) {
  let now = 0;
  return async (milliseconds: number) => {
    for (const [at, act] of Object.entries(moments)) if (Number(at) > now && Number(at) <= now + milliseconds) act();
    now += milliseconds;
  };
}

const onClick = (name: string, act: () => void) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === name)?.addEventListener('click', act);

function openSecond(): void {
  document.querySelector('#second')?.removeAttribute('hidden');
}

async function walk(html: string): Promise<readonly LintRule[]> {
  show(html);
  onClick('Settings', openSecond);
  return (await walkConsentUi(document, { wait: fakeWait() })).map(({ rule }) => rule);
}

describe('walking through the layers', () => {
  test('refusing on the second layer is an extra step', async () => {
    expect(await walk(dialogue({ refuse: '' }) + layer(ACCEPT + REFUSE))).toEqual(['no-refuse', 'extra-steps']);
    expect(await walk(dialogue({}) + layer(SAVE + REFUSE))).toEqual([]);
  });

  test('each tick that must be taken away is a step', async () => {
    show(
      dialogue({ refuse: '' }) +
        layer(
          `<label><input type="checkbox" checked>Ads</label><label><input type="checkbox" checked>Maps</label>${SAVE}`,
        ),
    );
    onClick('Settings', openSecond);
    const findings = await walkConsentUi(document, { wait: fakeWait() });
    expect(findings.map(({ rule }) => rule)).toEqual(['no-refuse', 'pre-ticked', 'pre-ticked', 'extra-steps']);
    expect(findings.at(-1)?.message).toBe('Accepting takes one step; refusing is possible in 4.');
  });

  test('where neither layer lets one refuse, that is said', async () => {
    show(
      dialogue({ refuse: '' }) + layer(`${button('Save choices', '', 'hidden')}${ACCEPT}<button>Reject later</button>`),
    );
    document.querySelector('#second button:last-child')?.setAttribute('aria-label', 'More');
    onClick('Settings', openSecond);
    const rules = (await walkConsentUi(document, { wait: fakeWait() })).map(({ rule }) => rule);
    expect(rules).toEqual(['no-refuse', 'dead-end']);
  });

  test('unequal buttons on the second layer are found', async () => {
    expect(await walk(dialogue({}) + layer(`${button('Accept all', 'font-weight: 700')}${REFUSE}`))).toEqual([
      'unequal-text',
    ]);
  });

  test('settings that show nothing are a dead end; those that show late are not', async () => {
    expect(await walk(dialogue({}))).toEqual(['dead-end']);
    show(dialogue({}) + layer(SAVE + REFUSE));
    expect(await walkConsentUi(document, { wait: fakeWait({ 1900: openSecond }) })).toEqual([]);
    show(dialogue({}) + layer(SAVE + REFUSE));
    const late = await walkConsentUi(document, { wait: fakeWait({ 1900: openSecond }), settleMs: 1000 });
    expect(late.map(({ rule }) => rule)).toEqual(['dead-end']);
  });

  test('a link to another page is not followed, and is an extra step', async () => {
    const link = '<a href="/cookie-settings" style="color: #222">Settings</a>';
    show(dialogue({ refuse: '', settings: link }));
    let clicks = 0;
    document.querySelector('a')?.addEventListener('click', () => clicks++);
    const rules = (await walkConsentUi(document, { wait: fakeWait() })).map(({ rule }) => rule);
    expect([rules, clicks]).toEqual([['no-refuse', 'extra-steps'], 0]);
    expect(await walk(dialogue({ settings: link }))).toEqual([]);
  });

  test('neither accepting nor refusing is pressed', async () => {
    show(dialogue({}) + layer(SAVE + REFUSE));
    const pressed: string[] = [];
    document.body.addEventListener(
      'click',
      ({ target }) => target instanceof Element && pressed.push(target.textContent),
      { once: true },
    );
    onClick('Settings', openSecond);
    await walkConsentUi(document, { wait: fakeWait() });
    expect(pressed).toEqual(['Settings']);
  });

  test('a dialogue that is not there is a finding here too', async () => {
    expect(await walk('<p>Nothing</p>')).toEqual(['not-found']);
  });
});

describe('watching', () => {
  const rulesOf = async (watching: ReturnType<typeof watchConsentUi>) => (await watching).map(({ rule }) => rule);
  const vanish = () => document.querySelector('[role=dialog]')?.remove();

  test('a dialogue that takes scrolling for consent is found out, one that stays is not', async () => {
    show(`<div style="height: 5000px"></div>${dialogue({})}`);
    const wait = async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    expect(await rulesOf(watchConsentUi(document, { after: 'scroll', wait }))).toEqual([]);
    window.scrollTo(0, 0);
    await wait();
    window.addEventListener('scroll', vanish, { once: true });
    expect(await rulesOf(watchConsentUi(document, { after: 'scroll', wait }))).toEqual(['accept-on-scroll']);
  });

  test('a dialogue that takes silence for consent is found out, one that only steps aside is not', async () => {
    show(dialogue({}));
    expect(await rulesOf(watchConsentUi(document, { after: 'nothing', wait: fakeWait({ 3000: vanish }) }))).toEqual([
      'accept-on-timeout',
    ]);
    show(dialogue({}));
    const readChoice = () => '';
    const wait = fakeWait({ 3000: vanish });
    expect(await rulesOf(watchConsentUi(document, { after: 'nothing', wait, readChoice }))).toEqual([]);
    show(dialogue({}));
    let chosen = '';
    const silent = fakeWait({ 3000: () => (chosen = 'all') });
    expect(
      await rulesOf(watchConsentUi(document, { after: 'nothing', wait: silent, readChoice: () => chosen })),
    ).toEqual(['accept-on-timeout']);
  });

  test('a dialogue that comes back after a refusal is found out, one that is gone is not', async () => {
    const open = () => {
      show(dialogue({}));
      onClick('Refuse all', vanish);
    };
    open();
    expect(await rulesOf(watchConsentUi(document, { after: 'refusal', wait: fakeWait() }))).toEqual([]);
    open();
    const wait = fakeWait({ 4000: open });
    expect(await rulesOf(watchConsentUi(document, { after: 'refusal', wait }))).toEqual(['nagging']);
    show(dialogue({}));
    expect(await rulesOf(watchConsentUi(document, { after: 'refusal', wait: fakeWait() }))).toEqual(['nagging']);
  });

  test('without a dialogue there is nothing to watch, and that is said', async () => {
    show('');
    expect(await rulesOf(watchConsentUi(document, { after: 'nothing', wait: fakeWait() }))).toEqual(['not-found']);
  });
});
