import { type Consent, createConsent } from '../../src/consent/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { NOW } from './samples.ts';

export const SOURCE = 'shop.example';

/** The policy of a shop with an advertiser: what it sells is a purpose of its own. */
export const POLICY = {
  version: '2026-11',
  purposes: [
    { id: 'analytics', title: 'Improve', description: '', degree: 'identified' },
    { id: 'personalization', title: 'Suit me', description: '' },
    { id: 'ads', title: 'Advertise', description: '', sale: true },
  ],
  parties: [{ id: 'ads.example', name: 'Ads', purposes: ['ads'] }],
} as const;

/** What only the person's device knows. */
export const SECRET = 'a secret of the device';

let people = 0;

/** A person with a ledger of their own, on a device whose clock they can move. */
export function person(source: string = SOURCE): { readonly consent: Consent; advance(ms: number): void } {
  const platform = memoryPlatform({ seed: ++people, startMs: NOW - 86_400_000 });
  const consent = createConsent({ ...platform, source, policy: POLICY });
  consent.start();
  return { consent, advance: platform.clock.advance };
}

/** The id of the newest event of a ledger. */
export function newestIn(consent: Consent): string {
  return consent.ledger().events.at(-1)?.id ?? '';
}
