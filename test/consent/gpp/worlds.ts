import * as fc from 'fast-check';
import { type Consent, type ConsentPolicyDefinition, createConsent, DEGREES } from '../../../src/consent/index.ts';
import { type MemoryPlatform, memoryPlatform } from '../../../src/testing/index.ts';

/** Two purposes that sell, one that does not, and three parties. */
export const POLICY = {
  version: '1',
  notice: 'https://shop.example/privacy',
  purposes: [
    { id: 'ads', title: 'Advertise elsewhere', description: '', sale: true },
    { id: 'audiences', title: 'Build audiences', description: '', degree: 'identified', sale: true },
    { id: 'location', title: 'Know where I am', description: '' },
    { id: 'research', title: 'Study shops', description: '' },
  ],
  parties: [
    { id: 'ads.example', name: 'Ads', purposes: ['ads', 'audiences'], groups: ['advertisers'] },
    { id: 'dsp.example', name: 'Bids', purposes: ['ads'], groups: ['advertisers'] },
    { id: 'maps.example', name: 'Maps', purposes: ['location'], groups: [] },
  ],
  groups: [{ id: 'advertisers', title: 'Advertisers', description: '' }],
} as const satisfies ConsentPolicyDefinition;

export const PURPOSES = POLICY.purposes.map(({ id }) => id);
const PARTIES = ['shop.example', 'ads.example', 'dsp.example', 'maps.example', 'advertisers', '*'];
const OPT_OUT = { id: 'us', model: 'opt-out', grantDays: 365, refusalDays: 365 } as const;
const DAY_MS = 86_400_000;

export interface World {
  readonly consent: Consent;
  readonly platform: MemoryPlatform;
  readonly signals: readonly string[];
}

/** Permissions in a place that opts in, or in one that opts out, with GPC or without. */
export function makeWorld({
  isOptOut = false,
  signals = [],
}: {
  readonly isOptOut?: boolean;
  readonly signals?: readonly string[];
} = {}): World {
  const platform = memoryPlatform();
  const policy = isOptOut ? { ...POLICY, region: OPT_OUT } : POLICY;
  const consent = createConsent({ ...platform, source: 'shop.example', policy, signals });
  return { consent, platform, signals };
}

const choice = fc.record(
  {
    purpose: fc.constantFrom(...PURPOSES, '*'),
    party: fc.constantFrom(...PARTIES),
    degree: fc.constantFrom(...DEGREES),
    scope: fc.constantFrom({ sharing: 'none' as const }, { data: ['views'] }),
    untilDays: fc.integer({ min: 1, max: 40 }),
  },
  { requiredKeys: ['purpose', 'party', 'degree'] },
);

/** A person who has chosen this and that, maybe paused, some time ago. */
export const world: fc.Arbitrary<World> = fc
  .record({
    isOptOut: fc.boolean(),
    signals: fc.constantFrom([], ['gpc']),
    grantsAll: fc.boolean(),
    choices: fc.array(choice, { maxLength: 5 }),
    isPaused: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
    days: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ isOptOut, signals, grantsAll, choices, isPaused, days }) => {
    const made = makeWorld({ isOptOut, signals });
    const { consent, platform } = made;
    if (grantsAll) for (const party of ['shop.example', '*']) consent.grant('*', { party });
    for (const { untilDays, ...each } of choices) {
      const until = untilDays === undefined ? {} : { until: platform.clock.now() + untilDays * DAY_MS };
      consent.choose([{ ...each, ...(each.degree === 'none' ? {} : until) }]);
    }
    if (isPaused) consent.pause();
    platform.clock.advance(days * DAY_MS);
    return made;
  });
