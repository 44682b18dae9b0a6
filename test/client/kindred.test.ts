import { describe, expect, test } from 'vitest';
import {
  createKindred,
  type Decision,
  type Kindred,
  type KindredOptions,
  type PageQuery,
} from '../../src/client/index.ts';
import * as code from '../../src/client/personalization.ts';
import { seededRandom } from '../../src/core/index.ts';
import { createInteractions, packModel } from '../../src/recommend/index.ts';
import { train } from '../../src/recommend/train/index.ts';
import { OPERATORS } from '../../src/rules/index.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

const personalization = { ...code, OPERATORS };

const RULES = {
  version: 1,
  placements: {
    'home-hero': {
      candidates: [
        {
          id: 'tea',
          when: { '>=': [{ var: 'views.category.tea' }, 3] },
          content: { headline: 'Fresh tea' },
          because: 'You looked at {views.category.tea} teas',
        },
      ],
      fallback: { content: { headline: 'Welcome' } },
    },
  },
};

function openPage(world: MemoryWorld = memoryWorld(), options: Partial<KindredOptions> = {}) {
  const kindred = createKindred({
    source: 'shop.example',
    rules: RULES,
    personalization,
    ports: world.ports,
    ...options,
  });
  const stop = kindred.start();
  return { kindred, stop, world };
}

const viewTea = (kindred: { track: (name: string, properties: Record<string, unknown>) => void }, item: string) =>
  kindred.track('Product Viewed', { product_id: item, category: 'tea', price: 4 });

describe('before a choice', () => {
  test('importing and creating do nothing', async () => {
    const world = memoryWorld();
    let loads = 0;
    const load = async () => {
      loads += 1;
      return new Response('{}');
    };
    createKindred({ source: 'shop.example', rules: '/rules.json', model: '/m', ports: { ...world.ports, load } });
    expect(world.platform.clock.pending()).toBe(0);
    expect(loads).toBe(0);
    expect(await world.stored()).toEqual([]);
  });

  test('nothing is stored or sent before a choice', async () => {
    const { kindred, world } = openPage();
    kindred.page('Home');
    viewTea(kindred, 'oolong');
    kindred.identify('u1', { name: 'Ann' });
    world.platform.clock.advance(60_000);
    world.platform.lifecycle.hide();
    await kindred.flush();
    expect(world.bodies).toEqual([]);
    expect(world.cookies.size).toBe(0);
    expect(await world.stored()).toEqual([]);
    expect(kindred.profile.snapshot().recentItems).toEqual([]);
    expect(kindred.decide('home-hero')).toMatchObject({ kind: 'fallback', reason: 'no-consent' });
  });

  test('what happened before a choice counts once it is allowed', async () => {
    const { kindred, world } = openPage();
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    kindred.consent.grant('*');
    expect(kindred.decide('home-hero')).toMatchObject({ kind: 'matched', content: { headline: 'Fresh tea' } });
    await kindred.flush();
    expect(world.delivered().map(({ event }) => event)).toEqual(['Product Viewed', 'Product Viewed', 'Product Viewed']);
    expect(world.cookies.size).toBe(1);
  });

  test('a refusal is stored and nothing else', async () => {
    const { kindred, world } = openPage();
    viewTea(kindred, 'a');
    kindred.consent.refuse('*');
    viewTea(kindred, 'b');
    await kindred.flush();
    expect(world.bodies).toEqual([]);
    expect(await world.stored()).toEqual(['choices consent']);
    expect(world.cookies.size).toBe(0);
    expect(kindred.waiting()).toBe(0);
  });
});

describe('with permission', () => {
  test('decisions follow events at once', () => {
    const { kindred } = openPage();
    kindred.consent.grant('personalization');
    const seen: (string | undefined)[] = [];
    const reasons: string[] = [];
    kindred.onDecision('home-hero', (decision: Decision) => {
      seen.push(decision.candidate);
      reasons.push(decision.why().sentence);
    });
    for (const item of ['a', 'b', 'c', 'd']) viewTea(kindred, item);
    expect(seen).toEqual([undefined, 'tea', 'tea']);
    expect(reasons.slice(1)).toEqual(['You looked at 3 teas', 'You looked at 4 teas']);
  });

  test('a reload keeps the choice, the identity and the profile', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    await kindred.flush();
    const later = openPage(memoryWorld(world));
    viewTea(later.kindred, 'd');
    await later.kindred.flush();
    const [first, last] = [world.delivered()[0], later.world.delivered().at(-1)];
    expect(last?.anonymousId).toBe(first?.anonymousId);
    expect(later.kindred.profile.snapshot().views.category.tea).toBe(4);
    expect(later.kindred.consent.state().needsChoice).toBe(false);
    expect(later.kindred.decide('home-hero').kind).toBe('matched');
  });

  test('the page of the first choice and the next one are one visit', async () => {
    const { kindred, world } = openPage();
    kindred.page('Home');
    kindred.consent.grant('*');
    await kindred.flush();
    const later = openPage(memoryWorld(world));
    later.kindred.page('Tea');
    await later.kindred.flush();
    expect(later.kindred.profile.snapshot().sessions).toBe(1);
  });

  test('on-device personalization sends nothing', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('personalization', { degree: 'on-device' });
    kindred.consent.refuse('analytics');
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    await kindred.flush();
    expect(world.bodies).toEqual([]);
    expect(kindred.decide('home-hero').kind).toBe('matched');
  });

  test('without permission to remember, nothing is stored and the page still adapts', async () => {
    const { kindred, world } = openPage();
    kindred.consent.refuse('storage');
    kindred.consent.grant('analytics');
    kindred.consent.grant('personalization');
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    await kindred.flush();
    expect(kindred.decide('home-hero').kind).toBe('matched');
    expect(world.delivered()).toHaveLength(3);
    expect(world.cookies.size).toBe(0);
    expect(await world.stored()).toEqual(['choices consent']);
  });

  test('what could not be delivered is delivered after a crash, once', async () => {
    const world = memoryWorld();
    const { kindred } = openPage(world);
    kindred.consent.grant('*');
    world.outcomes.push({ kind: 'failed' });
    kindred.track('Order Completed', { order_id: 'o1', products: [{ product_id: 'a' }] });
    await kindred.flush();
    expect(world.delivered()).toEqual([]);
    const later = openPage(memoryWorld(world));
    await later.world.platform.locks.tryHold('settle');
    await later.kindred.flush();
    later.world.platform.clock.advance(60_000);
    await later.kindred.flush();
    const orders = later.world.delivered().filter(({ event }) => event === 'Order Completed');
    expect(new Set(orders.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await later.world.stored()).not.toContainEqual(expect.stringMatching(/^journal/));
  });

  test('a batch tells which library made it, and each event what allowed it', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    await kindred.flush();
    const body = JSON.parse(world.bodies[0] ?? '{}');
    expect(body).toMatchObject({ context: { library: { name: 'kindred' } }, sentAt: expect.any(String) });
    expect(body.batch[0].context.kindred.grant).toBe(kindred.consent.state().events[0]?.id);
    expect(body.batch[0]).not.toHaveProperty('userId');
  });

  test('a reset begins anew: other ids, nothing known', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*', { degree: 'identified' });
    kindred.identify('u1');
    viewTea(kindred, 'a');
    kindred.reset();
    viewTea(kindred, 'b');
    await kindred.flush();
    const [, before, after] = world.delivered();
    expect(before?.userId).toBe('u1');
    expect(after?.userId).toBeUndefined();
    expect(after?.anonymousId).not.toBe(before?.anonymousId);
    expect(kindred.profile.snapshot().recent.items).toEqual(['b']);
  });
});

describe('withdrawing', () => {
  test('withdrawing leaves no cookie, no storage and an empty queue', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    await kindred.flush();
    world.outcomes.push({ kind: 'failed' });
    viewTea(kindred, 'd');
    const writing = kindred.flush();
    kindred.consent.withdraw('*');
    expect(world.cookies.size).toBe(0);
    expect(kindred.waiting()).toBe(0);
    await writing;
    await kindred.flush();
    expect(await world.stored()).toEqual([]);
    expect(kindred.profile.snapshot().recentItems).toEqual([]);
    expect(kindred.decide('home-hero')).toMatchObject({ kind: 'fallback', content: { headline: 'Welcome' } });
    const sent = world.bodies.length;
    viewTea(kindred, 'e');
    world.platform.clock.advance(600_000);
    await kindred.flush();
    expect(world.bodies.length).toBe(sent);
  });

  test('a listener of permissions finds everything erased that had to be', () => {
    const world = memoryWorld();
    const kindred = createKindred({ source: 'shop.example', rules: RULES, personalization, ports: world.ports });
    const seen: unknown[] = [];
    kindred.consent.onChange(() => {
      seen.push([world.cookies.size, kindred.waiting(), kindred.profile.snapshot().recentItems.length]);
    });
    kindred.start();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    kindred.consent.withdraw('*');
    expect(seen.at(-1)).toEqual([0, 0, 0]);
  });

  test('a lower degree drops what waits under the higher one', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*', { degree: 'identified' });
    kindred.identify('u1', { email: 'ann@example.org' });
    kindred.consent.grant('analytics', { degree: 'pseudonymous' });
    viewTea(kindred, 'a');
    await kindred.flush();
    expect(world.bodies.join()).not.toMatch(/ann@example|"u1"/);
  });

  test('a withdrawal in another tab is followed here', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    world.ports.choices.delete('consent');
    world.becomeStale();
    await kindred.flush();
    expect(kindred.waiting()).toBe(0);
    expect(world.cookies.size).toBe(0);
    expect(await world.stored()).toEqual([]);
  });
});

describe('a page that was rendered before anybody asked for it', () => {
  test('counts and sends what happens on it once it is shown, in order', async () => {
    const { kindred: first, world } = openPage();
    first.consent.grant('*');
    const later = memoryWorld(world);
    const show = later.prerender();
    const { kindred } = openPage(later);
    viewTea(kindred, 'a');
    viewTea(kindred, 'b');
    await kindred.flush();
    expect([kindred.waiting(), later.bodies, kindred.profile.snapshot().views.category]).toEqual([0, [], {}]);
    show();
    viewTea(kindred, 'c');
    await kindred.flush();
    expect(later.delivered().map(({ properties }) => properties?.product_id)).toEqual(['a', 'b', 'c']);
    expect(kindred.profile.snapshot().views.category).toEqual({ tea: 3 });
  });

  test('leaves nothing behind where nobody asks for it', async () => {
    const { kindred: first, world } = openPage();
    first.consent.grant('*');
    const later = memoryWorld(world);
    later.prerender();
    const { kindred } = openPage(later);
    viewTea(kindred, 'a');
    later.platform.lifecycle.hide();
    await kindred.flush();
    const next = openPage(memoryWorld(later));
    await next.kindred.flush();
    expect([...later.bodies, ...next.world.bodies]).toEqual([]);
    expect(next.kindred.profile.snapshot().views.category).toEqual({});
  });
});

describe('one person on one device', () => {
  test('a page that is shown again decides by what happened elsewhere', async () => {
    const a = openPage();
    const b = openPage(memoryWorld(a.world));
    a.kindred.consent.grant('*');
    viewTea(a.kindred, 'seen in a');
    await a.kindred.flush();
    b.world.becomeStale();
    for (const item of ['seen in b', 'seen in b, too']) viewTea(b.kindred, item);
    await b.kindred.flush();
    const seen: unknown[] = [];
    a.kindred.onDecision('home-hero', ({ content }) => seen.push(content));
    a.world.becomeStale();
    await a.kindred.flush();
    expect(seen).toEqual([{ headline: 'Welcome' }, { headline: 'Fresh tea' }]);
    expect(a.kindred.profile.snapshot().views.category).toEqual({ tea: 3 });
  });

  test('a page on which nothing happened loads nothing when it is shown again', async () => {
    const world = memoryWorld();
    const kindred = createKindred({ source: 'shop.example', ports: world.ports });
    kindred.start();
    let changes = 0;
    kindred.profile.onChange(() => changes++);
    world.becomeStale();
    await kindred.flush();
    expect(changes).toBe(0);
  });

  test('two tabs have one id, also for what waited before the choice', async () => {
    const a = openPage();
    const b = openPage(memoryWorld(a.world));
    viewTea(b.kindred, 'seen in b before the choice');
    a.kindred.consent.grant('*');
    viewTea(a.kindred, 'seen in a');
    b.world.becomeStale();
    await Promise.all([a.kindred.flush(), b.kindred.flush()]);
    const ids = [...a.world.delivered(), ...b.world.delivered()].map(({ anonymousId }) => anonymousId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(a.world.cookies.get('kindred_id')).toBe(ids[0]);
  });

  test('no longer identified, the person goes on under another id, and the user id is nowhere', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*', { degree: 'identified' });
    kindred.identify('u42');
    viewTea(kindred, 'a');
    await kindred.flush();
    kindred.consent.grant('analytics', { degree: 'pseudonymous' });
    viewTea(kindred, 'b');
    await kindred.flush();
    const [first, last] = [world.delivered()[0], world.delivered().at(-1)];
    expect(last?.anonymousId).not.toBe(first?.anonymousId);
    expect(world.cookies.get('kindred_id')).toBe(last?.anonymousId);
    expect(await world.stored()).not.toContainEqual(expect.stringMatching(/^user/));
  });

  test('below identified the user id is not stored', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*', { degree: 'pseudonymous' });
    kindred.identify('u42');
    await kindred.flush();
    expect(await world.stored()).not.toContainEqual(expect.stringMatching(/^user/));
  });

  test('what is remembered may be taken back and allowed again without losing what is known', async () => {
    const { kindred, world } = openPage();
    kindred.consent.grant('*');
    for (const item of ['a', 'b', 'c']) viewTea(kindred, item);
    await kindred.flush();
    kindred.consent.withdraw('storage');
    await kindred.flush();
    expect(await world.stored()).toEqual(['choices consent']);
    kindred.consent.grant('storage');
    await kindred.flush();
    viewTea(kindred, 'd');
    await kindred.flush();
    expect(kindred.profile.snapshot().views.category.tea).toBe(4);
    const later = openPage(memoryWorld(world));
    await expect.poll(() => later.kindred.profile.snapshot().views.category.tea).toBe(4);
  });

  test('where the database is forbidden, the newest events stand for the profile', async () => {
    const world = memoryWorld();
    const fail = async () => {
      throw new Error('forbidden');
    };
    const ports = { ...world.ports, database: { ...world.ports.database, get: fail, update: fail } };
    const first = openPage(world, { ports });
    first.kindred.consent.grant('*');
    for (let index = 0; index < 150; index += 1) viewTea(first.kindred, `i${index}`);
    await first.kindred.flush();
    const later = openPage(memoryWorld(world), { ports });
    await later.kindred.flush();
    await expect.poll(() => later.kindred.decide('home-hero').kind).toBe('matched');
    expect(world.ports.profileJournal.keys().length).toBeLessThanOrEqual(100);
  });
});

describe('starting and stopping', () => {
  test('where there is no page, on a server that renders one, nothing happens', async () => {
    const kindred = createKindred({ source: 'shop.example' });
    const stop = kindred.start();
    kindred.track('Product Viewed', { product_id: 'oolong' });
    expect(kindred.decide('home-hero').kind).toBe('fallback');
    expect(kindred.consent.check({ purpose: 'analytics' }).allow).toBe(false);
    stop();
  });

  test('who withdraws after the stop leaves nothing either', async () => {
    const { kindred, stop, world } = openPage();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    stop();
    kindred.consent.withdraw('*');
    await kindred.flush();
    expect(kindred.waiting()).toBe(0);
    expect(world.cookies.size).toBe(0);
    expect(await world.stored()).toEqual([]);
  });

  test('stopping leaves no listener and no timer', () => {
    const { kindred, stop, world } = openPage();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    stop();
    stop();
    expect(world.platform.clock.pending()).toBe(0);
    const sent = world.bodies.length;
    world.platform.lifecycle.hide();
    world.becomeStale();
    expect(world.bodies.length).toBe(sent);
  });

  test('starting twice is starting once', async () => {
    const { kindred, world } = openPage();
    kindred.start();
    kindred.consent.grant('*');
    viewTea(kindred, 'a');
    await kindred.flush();
    expect(world.delivered()).toHaveLength(1);
  });

  test('a source is needed, and rules that are given must be right', () => {
    const { ports } = memoryWorld();
    expect(() => createKindred({ source: '', ports })).toThrowError(
      expect.objectContaining({ code: 'invalid-options' }),
    );
    const rules = {
      version: 1,
      placements: { hero: { candidates: [{ id: 'a', when: { eqals: [1, 1] }, content: 1 }] } },
    };
    expect(() => createKindred({ source: 's', rules, personalization, ports })).toThrowError(
      expect.objectContaining({
        code: 'invalid-rule',
        at: expect.stringContaining('/placements/hero/candidates/0/when'),
      }),
    );
  });
});

describe('rules from an address', () => {
  test('rules over the history load the operators for it', async () => {
    const world = memoryWorld();
    const when = { '>=': [{ count: { event: 'Product Viewed', within: '1h' } }, 1] };
    const placements = { strip: { candidates: [{ id: 'a', when, content: 'seen' }], fallback: { content: 'new' } } };
    world.files.set('/rules.json', () => Response.json({ version: 1, placements }));
    const { kindred } = openPage(world, { rules: '/rules.json', personalization: code });
    kindred.consent.grant('personalization', { degree: 'on-device' });
    viewTea(kindred, 'a');
    await expect.poll(() => kindred.decide('strip').content).toBe('seen');
    expect(world.platform.reports).toEqual([]);
  });

  test('decisions come once they are loaded', async () => {
    const world = memoryWorld();
    world.files.set('/rules.json', () => Response.json(RULES));
    const { kindred } = openPage(world, { rules: '/rules.json' });
    const seen: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      kindred.onDecision('home-hero', ({ reason }) => {
        seen.push(reason);
        if (reason !== 'not-loaded') resolve();
      });
    });
    await loaded;
    expect(seen).toEqual(['not-loaded', 'no-consent']);
  });

  test.each([
    ['missing', undefined],
    ['no JSON', () => new Response('<html>')],
    [
      'an unknown operator',
      () =>
        Response.json({ version: 1, placements: { h: { candidates: [{ id: 'a', when: { x: [] }, content: 1 }] } } }),
    ],
  ])('rules that are %s are reported, and the page goes on', async (_what, file) => {
    const world = memoryWorld();
    if (file) world.files.set('/rules.json', file);
    const { kindred } = openPage(world, { rules: '/rules.json' });
    await expect.poll(() => world.platform.reports.length).toBe(1);
    expect(kindred.decide('home-hero')).toMatchObject({ kind: 'fallback', reason: 'not-loaded' });
  });

  test('rules that change while the page is open are followed, and broken ones are not', async () => {
    const world = memoryWorld();
    let text = JSON.stringify(RULES);
    let asked = 0;
    world.files.set('/rules.json', () => {
      asked += 1;
      return new Response(text);
    });
    const { kindred, stop } = openPage(world, { rules: '/rules.json', rulesEverySeconds: 5 });
    const shown: unknown[] = [];
    kindred.onDecision('home-hero', ({ content }) => shown.push(content));
    await expect.poll(() => shown.at(-1)).toEqual({ headline: 'Welcome' });
    const lookAgain = async () => {
      const before = asked;
      await expect
        .poll(() => {
          world.platform.clock.advance(5000);
          return asked;
        })
        .toBeGreaterThan(before);
    };

    text = text.replace('Welcome', 'Good evening');
    await lookAgain();
    await expect.poll(() => shown.at(-1)).toEqual({ headline: 'Good evening' });

    text = text.replace('Good evening', 'Broken').replace('version', 'wersion');
    await lookAgain();
    await expect.poll(() => world.platform.reports.length).toBe(1);
    await lookAgain();
    expect(world.platform.reports).toHaveLength(1);
    expect(kindred.decide('home-hero').content).toEqual({ headline: 'Good evening' });

    stop();
    const last = asked;
    world.platform.clock.advance(60_000);
    expect(asked).toBe(last);
  });
});

describe('rules over what was done, and over time', () => {
  const RECENT = { count: { event: 'Product Viewed', within: '30m', where: { '==': [{ var: 'category' }, 'tea'] } } };
  const rulesOf = (candidate: Record<string, unknown>) => ({
    version: 1,
    placements: { strip: { candidates: [{ id: 'it', content: 'yes', ...candidate }], fallback: { content: 'no' } } },
  });
  const follow = (kindred: Kindred) => {
    const shown: unknown[] = [];
    kindred.onDecision('strip', ({ content }) => shown.push(content));
    return shown;
  };

  test('a window that closes changes the page, though nothing happens', () => {
    const { kindred, world } = openPage(memoryWorld(), { rules: rulesOf({ when: { '>=': [RECENT, 2] } }) });
    kindred.consent.grant('personalization', { degree: 'on-device' });
    const shown = follow(kindred);
    viewTea(kindred, 'a');
    world.platform.clock.advance(10 * 60_000);
    viewTea(kindred, 'b');
    expect(shown).toEqual(['no', 'yes']);
    world.platform.clock.advance(20 * 60_000 - 1);
    expect(shown).toEqual(['no', 'yes']);
    world.platform.clock.advance(1);
    expect(shown).toEqual(['no', 'yes', 'no']);
  });

  test('what did not come in time changes the page when the time is over, and never after it was taken back', () => {
    const when = { absent: { after: { event: 'Product Added' }, event: 'Order Completed', within: '30m' } };
    const { kindred, world, stop } = openPage(memoryWorld(), { rules: rulesOf({ when }) });
    kindred.consent.grant('personalization', { degree: 'on-device' });
    const shown = follow(kindred);
    kindred.track('Product Added', { product_id: 'a', price: 4 });
    world.platform.clock.advance(30 * 60_000);
    expect(shown).toEqual(['no', 'yes']);
    kindred.consent.withdraw('personalization');
    expect(shown).toEqual(['no', 'yes', 'no']);
    kindred.track('Product Added', { product_id: 'b', price: 4 });
    world.platform.clock.advance(60 * 60_000);
    expect(shown).toEqual(['no', 'yes', 'no']);
    stop();
  });

  test('a rule can ask for permissions, and what it may not know it does not hold for', () => {
    const { kindred } = openPage(memoryWorld(), {
      rules: rulesOf({ when: { consent: ['analytics', 'pseudonymous'] } }),
    });
    kindred.consent.grant('personalization', { degree: 'on-device' });
    const shown = follow(kindred);
    kindred.consent.grant('analytics', { degree: 'pseudonymous' });
    kindred.consent.grant('analytics', { degree: 'anonymous' });
    expect(shown).toEqual(['no', 'yes', 'no']);
  });

  test('content that is capped leaves after it was seen so often, and comes back when the time is over', () => {
    const { kindred, world } = openPage(memoryWorld(), {
      rules: rulesOf({ when: true, cap: { count: 2, within: '1d' } }),
    });
    kindred.consent.grant('personalization', { degree: 'on-device' });
    const shown = follow(kindred);
    viewTea(kindred, 'a');
    kindred.track('Promotion Viewed', { promotion_id: 'it' });
    kindred.track('Promotion Viewed', { promotion_id: 'it' });
    expect(shown.at(-1)).toBe('no');
    world.platform.clock.advance(24 * 3_600_000);
    expect(shown.at(-1)).toBe('yes');
  });

  test('a share of all people is held out, always the same ones', async () => {
    const people = Array.from({ length: 60 }, (_, index) => {
      const ports = { ...memoryWorld().ports, random: seededRandom(index) };
      const rules = { ...rulesOf({ when: true, holdout: 'half' }), holdouts: { half: { share: 0.5 } } };
      const { kindred } = openPage(memoryWorld(), { rules, ports });
      kindred.consent.grant('personalization', { degree: 'on-device' });
      kindred.track('Product Viewed', { product_id: `${index}` });
      const first = kindred.decide('strip').content;
      kindred.track('Product Viewed', { product_id: 'other' });
      expect(kindred.decide('strip').content).toBe(first);
      return first;
    });
    const held = people.filter((content) => content === 'no').length;
    expect(held).toBeGreaterThan(15);
    expect(held).toBeLessThan(45);
  });
});

describe('recommending in the page', () => {
  async function withModel(world = memoryWorld(), options: Partial<KindredOptions> = {}) {
    const data = createInteractions();
    for (const user of ['u1', 'u2', 'u3']) {
      for (const item of ['a', 'b']) data.add(user, item);
    }
    data.add('u3', 'c');
    data.add('u4', 'c');
    data.add('u4', 'd');
    const packed = await packModel(await train(data.build(), { algorithm: 'cosine' }), {
      digest: world.platform.digest,
    });
    world.files.set('/model', () => new Response(Uint8Array.from(packed)));
    return openPage(world, { model: '/model', ...options });
  }

  test('a person’s own items lead to others, and nothing is sent', async () => {
    const { kindred, world } = await withModel();
    kindred.consent.grant('personalization');
    viewTea(kindred, 'a');
    const list = await kindred.recommend({ count: 2, explain: true });
    expect(list).toMatchObject({ kind: 'personal', reason: 'history' });
    expect(list.items[0]).toMatchObject({ item: 'b', because: [{ item: 'a' }] });
    expect(world.bodies).toEqual([]);
  });

  test('without permission the list is the same for everyone', async () => {
    const { kindred } = await withModel();
    viewTea(kindred, 'd');
    const list = await kindred.recommend({ count: 2 });
    expect(list).toMatchObject({ kind: 'popular', reason: 'no-consent' });
  });

  test('what goes with an item needs no permission, and what was bought stays away', async () => {
    const { kindred } = await withModel();
    const others = async () => (await kindred.recommend({ items: ['a'] })).items.map(({ item }) => item);
    expect(await others()).toEqual(['b', 'c']);
    kindred.consent.grant('personalization');
    kindred.track('Order Completed', { order_id: 'o', products: [{ product_id: 'b' }] });
    expect(await others()).toEqual(['c']);
  });

  test('a permission that ends while the model is on its way counts', async () => {
    const { kindred } = await withModel();
    kindred.consent.grant('personalization');
    viewTea(kindred, 'a');
    const list = kindred.recommend({ count: 2 });
    kindred.consent.withdraw('personalization');
    expect(await list).toMatchObject({ kind: 'popular', reason: 'no-consent' });
  });

  test('whose list it is, no query says: a user or a session in it is not looked at', async () => {
    const { kindred } = await withModel();
    const query = { count: 2, user: 'u1', session: ['a'] };
    expect(await kindred.recommend(query)).toMatchObject({ kind: 'popular', reason: 'no-consent' });
    kindred.consent.grant('personalization');
    viewTea(kindred, 'd');
    const list = await kindred.recommend({ ...query, explain: true });
    expect(list.items[0]).toMatchObject({ item: 'c', because: [{ item: 'd' }] });
  });

  test('the shop’s rules hold in the page: pins, caps, diversity, and what is over', async () => {
    const world = memoryWorld();
    const overMs = world.platform.clock.now() + 1000;
    const { kindred } = await withModel(world, {
      catalogue: {
        attributes: { letter: (item) => (item < 'c' ? 'early' : 'late') },
        expires: (item) => (item === 'b' ? overMs : undefined),
      },
    });
    const names = async (query: PageQuery) => (await kindred.recommend(query)).items.map(({ item }) => item);
    expect(await names({ items: ['a'], pins: ['d'], count: 2 })).toEqual(['d', 'b']);
    expect(await names({ count: 4, caps: { letter: 1 } })).toHaveLength(2);
    expect((await kindred.recommend({ items: ['a'], diversity: { strength: 0.5, by: 'letter' } })).kind).toBe(
      'personal',
    );
    world.platform.clock.advance(1000);
    expect(await names({ items: ['a'] })).toEqual(['c']);
  });

  test('older views count less where the query has a half-life', async () => {
    const world = memoryWorld();
    const { kindred } = await withModel(world);
    kindred.consent.grant('personalization');
    viewTea(kindred, 'a');
    world.platform.clock.advance(86_400_000);
    const [{ score = 0 } = {}] = (await kindred.recommend({ count: 1 })).items;
    const [faded] = (await kindred.recommend({ count: 1, halfLifeDays: 1 })).items;
    expect(faded?.score).toBe(score / 2);
  });

  test('a broken model is not fetched again, one that was out of reach is after a minute', async () => {
    for (const [answers, expected] of [
      [() => new Response(new Uint8Array([1, 2, 3])), 1],
      [() => Promise.reject(new Error('offline')), 2],
    ] as const) {
      const world = memoryWorld();
      let loads = 0;
      world.files.set('/model', () => {
        loads += 1;
        return answers();
      });
      const { kindred } = openPage(world, { model: '/model' });
      await Promise.all([kindred.recommend(), kindred.recommend()]);
      await kindred.recommend();
      expect(loads).toBe(1);
      world.platform.clock.advance(61_000);
      await kindred.recommend();
      expect(loads).toBe(expected);
      expect(world.platform.reports).toHaveLength(expected);
    }
  });

  test('without a model, or with a broken one, the list says so', async () => {
    const { kindred } = openPage();
    expect(await kindred.recommend()).toEqual({ kind: 'none', reason: 'no-model', items: [] });
    const world = memoryWorld();
    world.files.set('/model', () => new Response(new Uint8Array([1, 2, 3])));
    const broken = openPage(world, { model: '/model' });
    expect(await broken.kindred.recommend()).toMatchObject({ kind: 'none', reason: 'model-failed' });
    expect(world.platform.reports).toHaveLength(1);
  });
});
