import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KindredError } from '../../src/core/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { ENGLISH } from '../../src/ui/texts/en.ts';
import { type Linden, lookAround, openLinden, POLICY } from './linden.ts';
import {
  buttonsOf,
  find,
  loadCentre,
  openCentre,
  openWhole,
  pick,
  press,
  put,
  rootOf,
  said,
  step,
  stepsSet,
  textOf,
  unfold,
} from './looking.ts';

let linden: Linden;
let centre: HTMLElement;

beforeAll(loadCentre);

beforeEach(async () => {
  linden = openLinden();
  centre = await openWhole(linden);
});

afterEach(() => document.body.replaceChildren());

const dialogOf = (element: Element) => find(element, 'dialog');
const isOpen = (element: Element) => dialogOf(element).matches(':modal');
const sectionText = (key: string) => find(centre, `[data-key=${key}]`).textContent ?? '';

describe('the ladder', () => {
  test('goes up to what the policy asks for and no further', () => {
    const stepsFor = (id: string) => rootOf(centre).querySelectorAll(`input[name=${id}]`).length;
    expect(POLICY.purposes.map(({ id }) => stepsFor(id))).toEqual([2, 2, 4, 5, 4]);
  });

  test('stands at "off" until the person has said yes', () => {
    expect(Object.values(stepsSet(centre))).toEqual(POLICY.purposes.map(() => 'none'));
    expect(textOf(centre)).toContain('Not decided yet');
  });

  test('nothing is decided before it is saved, and everything that is shown is decided then', async () => {
    step(centre, 'analytics', 'anonymous');
    expect(linden.consent.state().events).toEqual([]);
    await press(centre, 'Save my choices');
    const { choices, needsChoice, events } = linden.consent.state();
    expect(Object.values(choices).map(({ degree }) => degree)).toEqual(['none', 'none', 'anonymous', 'none', 'none']);
    expect(linden.consent.check({ purpose: 'analytics', party: 'count.example' }).allow).toBe(false);
    expect(needsChoice).toBe(false);
    expect(events).toHaveLength(1);
    expect(said(centre)).toBe('Saved. You allow 1 of 5 purposes.');
  });

  test('saving once more without a change decides nothing', async () => {
    await press(centre, 'Save my choices');
    await press(centre, 'Save my choices');
    expect(linden.consent.state().events).toHaveLength(1);
  });

  test('what cannot be recorded yet is said to be noted, and not to be saved', async () => {
    const unavailable = new KindredError('unavailable', 'No network.');
    const choose = () => Promise.reject(unavailable);
    document.body.replaceChildren();
    centre = await openWhole({ ...linden, consent: { ...linden.consent, choose } });
    step(centre, 'analytics', 'anonymous');
    await press(centre, 'Save my choices');
    await expect.poll(() => said(centre)).toBe('Noted. A yes counts once recorded.');
  });

  test('closing forgets what was not saved', () => {
    step(centre, 'ads', 'pseudonymous');
    press(centre, 'Close');
    return expect
      .poll(() => {
        centre.setAttribute('open', '');
        return stepsSet(centre).ads;
      })
      .toBe('none');
  });
});

describe('one answer for everything', () => {
  test('yes and no have the same weight here too', () => {
    const [refuse, accept] = ['refuse', 'accept'].map((name) => {
      const { color, backgroundColor, borderColor, font } = getComputedStyle(find(centre, `[data-do=${name}]`));
      const { width, height } = find(centre, `[data-do=${name}]`).getBoundingClientRect();
      return { color, backgroundColor, borderColor, font, width, height };
    });
    expect(refuse).toEqual(accept);
  });

  test('withdrawing all takes one press, as accepting does, and reaches what single parties were given', async () => {
    await press(centre, 'Accept all');
    pick(centre, 'select[data-of=ads][data-party="ads.example"]', 'on-device');
    await press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'ads', party: 'ads.example' }).degree).toBe('on-device');
    await press(centre, 'Withdraw all');
    for (const { id } of POLICY.purposes) {
      for (const party of [linden.consent.source, ...POLICY.parties.map((one) => one.id)]) {
        expect(linden.consent.check({ purpose: id, party }).allow).toBe(false);
      }
    }
    expect(said(centre)).toBe('Saved. You allow 0 of 5 purposes.');
    expect(buttonsOf(centre)).toContain('Refuse all');
  });

  test('accepting all is not held back by an earlier no to one party', () => {
    linden.consent.refuse('ads', { party: 'ads.example' });
    press(centre, 'Accept all');
    expect(linden.consent.check({ purpose: 'ads', party: 'ads.example', degree: 'pseudonymous' }).allow).toBe(true);
  });
});

describe('others', () => {
  test('a group, one of them and all of them can be chosen for', async () => {
    pick(centre, 'select[data-of=analytics][data-party=measuring]', 'anonymous');
    await press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'analytics', party: 'count.example' }).degree).toBe('anonymous');
    expect(linden.consent.check({ purpose: 'analytics', party: 'reach.example' }).degree).toBe('none');
    pick(centre, 'select[data-of=analytics][data-party="*"]', 'pseudonymous');
    await press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'analytics', party: 'reach.example' }).degree).toBe('pseudonymous');
  });

  test('a choice for all others does not change what the shop itself may', async () => {
    step(centre, 'ads', 'anonymous');
    await press(centre, 'Save my choices');
    await press(centre, 'Accept all');
    pick(centre, 'select[data-of=ads][data-party="*"]', 'none');
    await press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'ads' }).degree).toBe('pseudonymous');
    expect(linden.consent.check({ purpose: 'ads', party: 'reach.example' }).degree).toBe('none');
  });

  test('a permission of one of them can be given for a time of its own, which is shown as it stands', () => {
    const period = 'select[aria-label="Ads & Co: Valid for"]';
    expect(rootOf(centre).querySelector(period)).toBeNull();
    pick(centre, 'select[data-of=ads][data-party="ads.example"]', 'anonymous');
    pick(centre, period, '7');
    press(centre, 'Save my choices');
    const until = linden.consent.check({ purpose: 'ads', party: 'ads.example' }).grant?.until ?? 0;
    expect(Math.round((until - Date.now()) / 86_400_000)).toBe(7);
    expect(find(centre, period)).toHaveProperty('value', '7');
    pick(centre, 'select[data-of=ads][data-party="ads.example"]', 'none');
    expect(rootOf(centre).querySelector(period)).toBeNull();
  });

  test('what was set for a shorter time is shown so, and what is set anew for as long as the law lets it', () => {
    const period = 'fieldset[data-key=analytics] > .row select';
    linden.consent.grant('analytics', { degree: 'anonymous', until: Date.now() + 30 * 86_400_000 });
    expect(find(centre, period)).toHaveProperty('value', '30');
    step(centre, 'analytics', 'pseudonymous');
    expect(find(centre, period)).toHaveProperty('value', String(linden.consent.policy.region.grantDays));
  });

  test('the names by which they know the person are shown', () => {
    const text = find(centre, 'fieldset[data-key=ads] details .row:nth-of-type(3) span').textContent;
    expect(text).toContain('Knows you as 7d3f-ads');
  });

  test('they are named, with their groups', () => {
    const names = [...rootOf(centre).querySelectorAll('fieldset[data-key=ads] details .row > span')];
    expect(names.map((name) => name.textContent)).toEqual([
      'All others',
      'Everyone in “Advertising”Show advertisements on pages of others.',
      'Ads & CoKnows you as 7d3f-ads',
      'Reach',
    ]);
  });
});

describe('limits', () => {
  test('a permission can be given for a shorter time, and says until when it holds', () => {
    step(centre, 'analytics', 'pseudonymous');
    pick(centre, 'fieldset[data-key=analytics] > .row select', '7');
    press(centre, 'Save my choices');
    const until = linden.consent.check({ purpose: 'analytics' }).grant?.until ?? 0;
    expect(Math.round((until - Date.now()) / 86_400_000)).toBe(7);
    const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(until);
    expect(sectionText('analytics')).toContain(`Until ${date}`);
  });

  test('an interest goes with a purpose only where it is ticked, and can be seen without unfolding', async () => {
    linden.profile.addInterest('ceramics');
    linden.profile.addInterest('green tea');
    step(centre, 'analytics', 'pseudonymous');
    await unfold(centre, '[data-key=release]');
    const box = find(centre, 'input[data-do=release][data-of=analytics][value=ceramics]');
    expect(rootOf(centre).querySelectorAll('input[type=checkbox]:checked')).toHaveLength(0);
    box.click();
    press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'analytics' }).grant?.tags).toEqual(['ceramics']);
    expect(find(centre, '[data-key=release] summary').textContent).toBe('Interests that may go with it: ceramics');
  });
});

describe('what is known', () => {
  beforeEach(() => lookAround(linden));

  test('is shown in lines that can be read', () => {
    for (const line of ['tea', 'teapots', 'Oolong', 'Kyusu', 'Product Viewed: 2'])
      expect(sectionText('known')).toContain(line);
    expect(sectionText('interests')).toContain('green tea');
  });

  test('each like can be taken back, and everything', () => {
    press(centre, 'Forget tea');
    expect(Object.keys(linden.profile.snapshot().affinity.category)).toEqual(['teapots']);
    press(centre, 'Forget Kyusu');
    expect(linden.profile.snapshot().recent.items).not.toContain('Kyusu');
    press(centre, 'Forget all of this');
    expect(sectionText('known')).toContain('Nothing.');
  });

  test('an interest can be added and removed', () => {
    const field = find(centre, 'form[data-do=like] input');
    if (field instanceof HTMLInputElement) field.value = '  black tea ';
    press(centre, 'Add');
    expect(linden.profile.snapshot().interests).toContain('black tea');
    press(centre, 'Remove black tea');
    expect(linden.profile.snapshot().interests).not.toContain('black tea');
  });

  test('what was told can be corrected', async () => {
    const field = find(centre, 'form[data-of=city] input');
    if (field instanceof HTMLInputElement) field.value = 'Bruges';
    press(centre, 'Correct city');
    await expect.poll(() => linden.asked).toEqual(['correct city: Bruges']);
  });

  test('the focus goes to a place nearby when what had it is gone', () => {
    find(centre, '[data-key=known]').setAttribute('open', '');
    const button = find(centre, 'button[data-do=forget]');
    button.focus();
    button.click();
    expect(rootOf(centre).activeElement?.closest('[data-key]')?.getAttribute('data-key')).toBe('known');
  });
});

describe('history and rights', () => {
  test('a history without a decision says so', () => {
    expect(find(centre, '[data-key=history]').textContent).toContain('Not decided yet');
  });

  test('every decision is listed, newest first', () => {
    press(centre, 'Refuse all');
    linden.consent.grant('analytics', { degree: 'anonymous' });
    const lines = [...rootOf(centre).querySelectorAll('[data-key=history] ol > li')].map((line) => line.textContent);
    expect(lines[0]).toContain('Allowed');
    expect(lines[0]).toContain('Help the shop improve: Without any number or name');
    expect(lines[1]).toContain('Refused');
  });

  test('files are offered for saving', async () => {
    press(centre, 'Refuse all');
    press(centre, 'Download receipts');
    press(centre, 'Download all my data');
    press(centre, 'Take my permissions elsewhere');
    await expect.poll(() => linden.asked).toEqual(['receipts', 'export', 'carry']);
  });

  test('everything can be paused and resumed', () => {
    linden.consent.grant('analytics');
    press(centre, 'Pause everything');
    expect(linden.consent.check({ purpose: 'analytics' }).why).toBe('paused');
    expect(textOf(centre)).toContain('Paused. Nothing is used until you resume.');
    expect(stepsSet(centre).analytics).toBe('pseudonymous');
    press(centre, 'Resume');
    expect(linden.consent.check({ purpose: 'analytics' }).allow).toBe(true);
  });

  test('erasing asks once more, and reports what is left', async () => {
    document.body.replaceChildren();
    linden = openLinden({ residue: [{ kind: 'cookie', name: '_tracker' }] });
    centre = await openWhole(linden);
    press(centre, 'Erase everything');
    press(centre, 'No, keep it');
    press(centre, 'Erase everything');
    expect(linden.asked).toEqual([]);
    press(centre, 'Yes, erase');
    await expect.poll(() => said(centre)).toBe('This could not be erased: _tracker (cookie)');
  });

  test('a right that fails says so', async () => {
    centre.remove();
    const rights = { ...linden.rights, export: () => Promise.reject(new Error('offline')) };
    centre = await openWhole({ ...linden, rights });
    press(centre, 'Download all my data');
    await expect.poll(() => said(centre)).toBe('That did not work.');
  });

  test('without rights and profile their sections are not offered', () => {
    centre.remove();
    centre = put('kindred-centre', linden);
    centre.remove();
    const { consent } = linden;
    const bare = document.createElement('kindred-centre');
    bare.relationship = { consent };
    bare.setAttribute('open', '');
    document.body.append(bare);
    expect(buttonsOf(bare)).not.toContain('Erase everything');
    expect(rootOf(bare).querySelector('[data-key=known]')).toBeNull();
  });
});

describe('what became of a withdrawal', () => {
  test('is said once it is known, with what is still there', async () => {
    await press(centre, 'Accept all');
    await press(centre, 'Withdraw all');
    linden.report({ residue: [] });
    linden.report({ residue: [] });
    await expect
      .poll(() => said(centre))
      .toBe('Saved. You allow 0 of 5 purposes. What was kept for it has been removed from this browser.');
    linden.report({ residue: [{ kind: 'cookies', name: '_ads' }] });
    await expect.poll(() => said(centre)).toContain('This could not be erased: _ads (cookies)');
  });

  test('is not listened to once the centre is removed', () => {
    let listeners = 0;
    const onWithdrawal = () => {
      listeners += 1;
      return () => {
        listeners -= 1;
      };
    };
    const other = openCentre({ ...linden, onWithdrawal });
    expect(listeners).toBe(1);
    other.remove();
    expect(listeners).toBe(0);
  });
});

describe('a carried file', () => {
  const load = (text: string) => {
    const field = find(centre, 'input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File([text], 'permissions.json'));
    if (field instanceof HTMLInputElement) field.files = files.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  test('a suggestion from a file is in force only when the person confirms it', async () => {
    centre.remove();
    linden = openLinden({ offer: [{ purpose: 'analytics', degree: 'anonymous' }, { purpose: 'unheard-of' }] });
    centre = await openWhole(linden);
    load('{}');
    await expect.poll(() => stepsSet(centre).analytics).toBe('anonymous');
    expect(textOf(centre)).toContain('Your file suggests what is selected now.');
    expect(linden.consent.state().events).toEqual([]);
    await press(centre, 'Save my choices');
    expect(linden.consent.check({ purpose: 'analytics' }).degree).toBe('anonymous');
    expect(textOf(centre)).not.toContain('Your file suggests');
  });

  test('can be discarded', async () => {
    centre.remove();
    linden = openLinden({ offer: [{ purpose: 'analytics' }] });
    centre = await openWhole(linden);
    load('{}');
    await expect.poll(() => buttonsOf(centre)).toContain('Discard');
    press(centre, 'Discard');
    expect(stepsSet(centre).analytics).toBe('none');
  });

  test('that is no such file, or has nothing for this shop, is said to be so', async () => {
    load('rubbish');
    await expect.poll(() => said(centre)).toBe('That did not work.');
    load('{}');
    await expect.poll(() => said(centre)).toBe('Nothing in the file fits here.');
  });
});

describe('signals of the browser', () => {
  test('a signal that is stronger than an earlier yes is shown, and so is a yes that is stronger', async () => {
    const store = memoryTextStore();
    centre.remove();
    openLinden({ store }).consent.choose([{ purpose: 'ads' }]);
    linden = openLinden({ store, signals: ['gpc'] });
    centre = await openWhole(linden);
    expect(textOf(centre)).toContain('“Global Privacy Control”. That overrides your yes to: Advertise elsewhere');
    linden.consent.grant('ads');
    expect(textOf(centre)).toContain('but you said yes to: Advertise elsewhere');
  });
});

describe('the dialog', () => {
  test('is modal, has a name and can be closed', async () => {
    expect(isOpen(centre)).toBe(true);
    expect(dialogOf(centre).getAttribute('aria-labelledby')).toBe('title');
    expect(rootOf(centre).activeElement?.textContent).toBe('Your permissions');
    press(centre, 'Close');
    await expect.poll(() => centre.hasAttribute('open')).toBe(false);
    expect(isOpen(centre)).toBe(false);
  });

  test('opens when its person is given after the attribute', () => {
    const late = document.createElement('kindred-centre');
    late.setAttribute('open', '');
    document.body.append(late);
    late.relationship = linden;
    expect(isOpen(late)).toBe(true);
  });

  test('stays open when it is opened again in the moment in which it closes', async () => {
    const closing = new Promise((resolve) => dialogOf(centre).addEventListener('close', resolve));
    press(centre, 'Close');
    press(put('kindred-opener', linden), 'Your permissions');
    await closing;
    await new Promise((resolve) => setTimeout(resolve));
    expect([isOpen(centre), centre.hasAttribute('open')]).toEqual([true, true]);
  });

  test('closes when it is taken out of the page, and can be put back', async () => {
    centre.remove();
    await expect.poll(() => centre.hasAttribute('open')).toBe(false);
    document.body.append(centre);
    expect(isOpen(centre)).toBe(false);
    centre.setAttribute('open', '');
    expect(isOpen(centre)).toBe(true);
  });

  test('names begin where lines begin, whatever direction each is written in', async () => {
    document.body.replaceChildren();
    const arabic = await openWhole({
      ...openLinden(),
      texts: { ...ENGLISH, language: 'ar', allOthers: 'جميع الآخرين' },
    });
    const names = [...find(arabic, '[data-key=others][data-of=ads]').querySelectorAll('.row > span')];
    const begin = names.map((name) => name.querySelector('bdi')?.getBoundingClientRect().right ?? 0);
    expect(begin).toHaveLength(4);
    expect(new Set(begin.map(Math.round)).size).toBe(1);
  });

  test('is made by the opener where a page has none, so that nobody presses in vain', async () => {
    document.body.replaceChildren();
    press(put('kindred-opener', linden), 'Your permissions');
    const [centre, ...others] = document.querySelectorAll('kindred-centre');
    if (!centre) throw new Error('There is no centre.');
    expect(others).toEqual([]);
    expect(isOpen(centre)).toBe(true);
    expect(textOf(centre)).toContain('Your permissions');
  });

  test('is opened by the opener, and by whatever has the attribute', async () => {
    press(centre, 'Close');
    await expect.poll(() => centre.hasAttribute('open')).toBe(false);
    press(put('kindred-opener', linden), 'Your permissions');
    expect(isOpen(centre)).toBe(true);
    press(centre, 'Close');
    await expect.poll(() => centre.hasAttribute('open')).toBe(false);
    const link = document.createElement('button');
    link.setAttribute('data-kindred-open', '');
    document.body.append(link);
    link.click();
    expect(isOpen(centre)).toBe(true);
  });

  test('what changes elsewhere changes here, and keeps the focus, what is unfolded and what is not saved', () => {
    find(centre, '[data-key=history]').setAttribute('open', '');
    step(centre, 'service', 'anonymous');
    const focused = find(centre, 'input[name=service][value=anonymous]');
    focused.focus();
    linden.consent.grant('analytics', { degree: 'on-device' });
    expect(stepsSet(centre)).toMatchObject({ service: 'anonymous', analytics: 'on-device' });
    expect(rootOf(centre).activeElement).toBe(focused);
    expect(find(centre, '[data-key=history]').hasAttribute('open')).toBe(true);
  });

  test('texts of a policy and of a profile are never HTML', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    centre.remove();
    linden = openLinden({
      policy: {
        purposes: [{ id: 'a', title: evil, description: evil }],
        groups: [{ id: 'g', title: evil, description: evil }],
        parties: [{ id: 'p', name: evil, groups: ['g'], purposes: ['a'], url: 'javascript:alert(1)' }],
      },
    });
    linden.profile.addInterest(evil);
    centre = await openWhole(linden);
    press(centre, 'Accept all');
    expect(rootOf(centre).querySelector('img, a')).toBeNull();
    expect(textOf(centre).split(evil).length).toBeGreaterThan(5);
  });
});
