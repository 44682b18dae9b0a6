import type { Choice, Consent } from '../consent/index.ts';
import type { Clock } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import type { CollectorLink } from './collector-link.ts';
import type { PageProfile } from './page-profile.ts';
import type { WithdrawalReport } from './withdrawals.ts';

/** What a person may do with what is known, as calls. */
export interface Rights {
  /**
   * All of it as the text of one JSON file: the decisions with their proof, the profile, interests, ids, events that wait, what the
   * collector stored, receipts. Rejects where the collector has something and does not answer: half of it would not be all of it.
   */
  export(): Promise<string>;
  /** Receipts of all decisions as the text of one JSON file, in the forms of ISO/IEC TS 27560 and Kantara 1.1. */
  receipts(): Promise<string>;
  /** The permissions and interests as the text of one JSON file, for another shop to make an offer of. */
  carry(): Promise<string>;
  /**
   * What a carried file suggests here. Nothing of it is in force until it is passed to `consent.choose()`.
   * @throws KindredError `import-too-large`, `invalid-input`, `invalid-ledger`, `invalid-policy` (as a rejection)
   */
  offerFrom(text: string): Promise<readonly Choice[]>;
  /** The numbers by which another party knows the person now; none where it has nothing, or only what is anonymous. */
  pseudonymsAt(party: string): readonly string[];
  /** Puts a trait right; without a value it is forgotten. */
  correct(trait: string, value?: string | number | boolean): void;
  /** Erases everything, here and at the collector, the decisions included. */
  erase(): Promise<WithdrawalReport>;
  /** Denies everything for the time being, and erases nothing. */
  pause(): void;
  resume(): void;
}

/** What the rights reach. */
export interface RightsOptions {
  readonly consent: Consent;
  readonly profile: PageProfile;
  readonly clock: Clock;
  readonly link: () => Promise<CollectorLink>;
  /** Names under which events may have been sent. */
  readonly ids: () => readonly string[];
  readonly userId: () => string | undefined;
  /** The names by which other parties know the person. */
  readonly pseudonyms: () => Readonly<Record<string, string>>;
  readonly pseudonymsAt: (party: string) => readonly string[];
  /** The profile as it is stored; `undefined` where nothing is. */
  readonly stored: () => Promise<unknown>;
  /** Events that wait for a choice or to be sent. */
  readonly waiting: () => readonly KindredEvent[];
  readonly erase: () => Promise<WithdrawalReport>;
}

export function createRights(options: RightsOptions): Rights {
  const { consent, profile, erase, pseudonymsAt } = options;
  // Who never asks never downloads the code for it.
  const portability = async () => {
    const [code] = await Promise.all([import('./portability.ts'), consent.ready()]);
    return code;
  };
  return {
    export: async () => (await portability()).exportFile(options),
    receipts: async () => JSON.stringify((await portability()).receiptsOf(options), undefined, 2),
    carry: async () => (await portability()).carriedFile(options),
    offerFrom: async (text) => (await portability()).choicesFrom(text, options),
    pseudonymsAt,
    correct: profile.correct,
    erase,
    pause: consent.pause,
    resume: consent.resume,
  };
}
