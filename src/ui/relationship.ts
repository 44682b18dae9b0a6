import type { Choice, Consent } from '../consent/index.ts';
import type { Profile } from '../profile/index.ts';
import type { UiTexts } from './texts/texts.ts';

/** The permissions, as the elements need them. */
export type VisibleConsent = Pick<
  Consent,
  'source' | 'policy' | 'state' | 'check' | 'ready' | 'choose' | 'pause' | 'resume' | 'onChange'
>;

/** The profile, as the elements need it: what is known, and how to change it. */
export type VisibleProfile = Pick<Profile, 'snapshot' | 'addInterest' | 'removeInterest' | 'forget' | 'onChange'>;

/** What was erased, and what could not be. */
export interface Erasure {
  /** What is still there, in words that a person can do something with; empty when all is gone. */
  readonly residue: readonly { readonly kind: string; readonly name: string }[];
}

/** The person's rights, as calls. What is missing is not offered. */
export interface Rights {
  /** Everything that is kept about the person: the text of one JSON file. */
  export(): Promise<string>;
  /** Erases everything, the decisions included. */
  erase(): Promise<Erasure>;
  /** Receipts of all decisions: the text of one JSON file. */
  receipts?(): Promise<string>;
  /** The permissions for another shop: the text of one JSON file. */
  carry?(): Promise<string>;
  /** What a carried file suggests here. Nothing of it is in force until the person confirms it. Rejects what is no such file. */
  offerFrom?(text: string): Promise<readonly Choice[]>;
  /** The names by which a party knows the person at the moment. */
  pseudonymsAt?(party: string): readonly string[];
  /** Corrects what the person told: a trait of the profile. */
  correct?(trait: string, value: string): void | Promise<void>;
}

/** One person and one shop: what the elements show and change. The object of `createKindred` is one. */
export interface Relationship {
  readonly consent: VisibleConsent;
  readonly profile?: VisibleProfile;
  readonly rights?: Rights;
  /** Tells what became of each withdrawal. Returns the unsubscribe. */
  readonly onWithdrawal?: (listener: (report: Erasure) => void) => () => void;
  /** BCP 47; else the language of the place where the element is, of the browser. */
  readonly language?: string;
  /** Messages to use instead of those of the language; see `kindred/ui/texts`. */
  readonly texts?: UiTexts;
}
