import type { Choice, Consent } from '../consent/index.ts';
import type { Clock, Json } from '../core/index.ts';
import type { Profile } from '../profile/index.ts';
import type { CollectorLink } from './collector-link.ts';
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
  readonly profile: Profile;
  readonly clock: Clock;
  readonly link: CollectorLink;
  /** Names under which the person is known, by kind. */
  readonly ids: () => Readonly<Record<string, string>>;
  /** Whether anything was allowed to leave. */
  readonly mayHaveSent: () => boolean;
  readonly waiting: () => readonly Json[];
  readonly erase: () => Promise<WithdrawalReport>;
}

export function createRights({
  consent,
  profile,
  clock,
  link,
  ids,
  mayHaveSent,
  waiting,
  erase,
}: RightsOptions): Rights {
  // Who never asks never downloads the code for it.
  const portability = () => import('./portability.ts');

  const allReceipts = async (): Promise<readonly Json[]> => {
    const { consentReceipt27560, kantaraReceipt } = await portability();
    const ledger = consent.ledger();
    if (ledger.events.length === 0) return [];
    const options = { now: clock.now() };
    const receipts = [
      consentReceipt27560(ledger, consent.policy, options),
      kantaraReceipt(ledger, consent.policy, options),
    ];
    return JSON.parse(JSON.stringify(receipts));
  };

  return {
    async export() {
      const [{ exportPerson }, receipts] = await Promise.all([portability(), allReceipts()]);
      const collected = mayHaveSent() ? await link.stored(Object.values(ids())) : [];
      const { interests, ...known } = profile.snapshot();
      return exportPerson({
        exportedAt: clock.now(),
        ledger: consent.ledger(),
        policy: consent.policy,
        profile: JSON.parse(JSON.stringify(known)),
        interests,
        ids: ids(),
        waiting: waiting(),
        collected,
        receipts,
      });
    },
    receipts: async () => JSON.stringify(await allReceipts(), undefined, 2),
    async carry() {
      const { carriedLedger } = await portability();
      const { interests } = profile.snapshot();
      return carriedLedger(consent.ledger(), consent.policy, { interests });
    },
    async offerFrom(text) {
      const { offerFrom, readCarried } = await portability();
      const { choices } = offerFrom(readCarried(text), consent.policy, { source: consent.source, now: clock.now() });
      return choices;
    },
    correct: profile.correct,
    erase,
    pause: consent.pause,
    resume: consent.resume,
  };
}
