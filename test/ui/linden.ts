import { type Choice, type Consent, type ConsentOptions, createConsent } from '../../src/consent/index.ts';
import { createEmitter } from '../../src/core/index.ts';
import { createProfile, type Profile } from '../../src/profile/index.ts';
import { memoryStore } from '../../src/storage/index.ts';
import { type MemoryPlatform, memoryPlatform } from '../../src/testing/index.ts';
import type { Erasure, Relationship, Rights } from '../../src/ui/index.ts';

/** A shop with five purposes, three others and two groups. */
export const POLICY = {
  version: '2026-11',
  notice: '/privacy',
  controller: { name: 'Linden Tea', email: 'privacy@linden.example' },
  purposes: [
    purpose('storage', 'Remember me on this device', 'on-device'),
    purpose('personalization', 'Show what suits me', 'on-device'),
    purpose('analytics', 'Help the shop improve', 'pseudonymous'),
    purpose('service', 'Advise me in person', 'identified'),
    { ...purpose('ads', 'Advertise elsewhere', 'pseudonymous'), sale: true },
  ],
  groups: [
    { id: 'measuring', title: 'Measuring', description: 'Count visits on behalf of the shop.' },
    { id: 'advertising', title: 'Advertising', description: 'Show advertisements on pages of others.' },
  ],
  parties: [
    {
      id: 'count.example',
      name: 'Count & Co',
      groups: ['measuring'],
      purposes: ['analytics'],
      url: 'https://count.example/',
    },
    { id: 'ads.example', name: 'Ads & Co', groups: ['advertising'], purposes: ['ads'] },
    { id: 'reach.example', name: 'Reach', groups: ['advertising'], purposes: ['ads', 'analytics'] },
  ],
} as const;

function purpose<Degree extends string>(id: string, title: string, degree: Degree) {
  const description = 'What it is for, in a sentence or two that a person reads in passing.';
  const gives = 'Pages that fit you better.';
  return { id, title, description, degree, gives, takes: 'What you look at in this shop.' };
}

/** A person and the shop Linden, in memory, in the browser's own time. */
export interface Linden extends Relationship {
  readonly consent: Consent;
  readonly profile: Profile;
  readonly rights: Required<Rights>;
  readonly onWithdrawal: (listener: (report: Erasure) => void) => () => void;
  /** Tells what became of a withdrawal. */
  readonly report: (report: Erasure) => void;
  readonly platform: MemoryPlatform;
  /** What the rights were asked for. */
  readonly asked: string[];
}

export function openLinden({
  language = 'en',
  offer = [],
  residue = [],
  ...options
}: Partial<ConsentOptions> & {
  readonly language?: string;
  readonly offer?: readonly Choice[];
  readonly residue?: readonly { readonly kind: string; readonly name: string }[];
} = {}): Linden {
  const platform = memoryPlatform({ startMs: Date.now() });
  const consent = createConsent({ ...platform, source: 'linden.example', policy: POLICY, ...options });
  const profile = createProfile({ ...platform, store: memoryStore() });
  const asked: string[] = [];
  const withdrawn = createEmitter<Erasure>(reportError);
  const told = (name: string) => async () => {
    asked.push(name);
    return '{}';
  };
  consent.start();
  return {
    consent,
    profile,
    language,
    platform,
    asked,
    onWithdrawal: withdrawn.on,
    report: withdrawn.emit,
    rights: {
      pseudonymsAt: (party) => (party === 'ads.example' ? ['7d3f-ads'] : []),
      export: told('export'),
      carry: told('carry'),
      receipts: told('receipts'),
      async erase() {
        asked.push('erase');
        consent.withdraw('*', { party: '*' });
        profile.forget('everything');
        return { residue };
      },
      async offerFrom(text) {
        if (!text.startsWith('{')) throw new Error('No such file.');
        return offer;
      },
      correct: (trait, value) => void asked.push(`correct ${trait}: ${value}`),
    },
  };
}

/** Lets the person look around a little, so that something is known. */
export function lookAround({ profile }: Linden): void {
  const now = new Date().toISOString();
  const view = (item: string, category: string, id: string) =>
    profile.record({
      type: 'track',
      event: 'Product Viewed',
      properties: { product_id: item, name: item, category },
      messageId: id,
      timestamp: now,
    });
  view('Oolong', 'tea', '1');
  view('Kyusu', 'teapots', '2');
  profile.record({ type: 'identify', userId: 'u1', traits: { city: 'Ghent' }, messageId: '3', timestamp: now });
  profile.addInterest('green tea');
  profile.addInterest('ceramics');
}
