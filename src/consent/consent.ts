import type { Clock, Logger, Random, TextStore, Timers } from '../core/index.ts';
import type { ActsCode } from './acts/index.ts';
import type { ConsentAnswer, ConsentQuestion } from './answer.ts';
import type { Choice, GrantLimits } from './choice.ts';
import type { Degree } from './degree.ts';
import type { Ledger } from './ledger.ts';
import type { ConsentPolicy } from './policy.ts';
import type { Purpose, PurposeDefinition } from './purpose.ts';
import type { ConsentState } from './state.ts';

/** Which permission to give. */
export interface GrantOptions extends GrantLimits {
  /** The purpose's own degree unless named. */
  readonly degree?: Degree;
  /** The shop itself unless named; a group; `*` for every party that the policy names. */
  readonly party?: string;
}

/** Whom a decision is about: the shop itself unless named. */
export interface PartyOption {
  readonly party?: string;
}

/** The person's permissions. */
export interface Consent {
  /** The site itself as a party. */
  readonly source: string;
  readonly policy: ConsentPolicy;
  /** The purposes that the site asks for, in its order. */
  readonly purposes: readonly Purpose[];
  /** Reads the choice that was stored, follows other tabs and the clock; returns the undo. */
  start(): () => void;
  /** Reads the stored choice again: another tab may have changed it. */
  refresh(): void;
  /** Whether a use is allowed, to what degree, why, and until when. Never throws. */
  check(question: ConsentQuestion): ConsentAnswer;
  state(): ConsentState;
  /** All that the person decided here: the proof, for both sides. The hashes of what was read are empty until it is {@link Consent.ready}. */
  ledger(): Ledger;
  /**
   * Loads the code that records choices, so that the next one need not wait for it; at once where it is there. It settles when what was said is
   * recorded.
   * @throws KindredError `unavailable` where it cannot be loaded, `invalid-policy` (as rejections, which are logged too)
   */
  ready(): Promise<void>;
  /**
   * Known to this browser alone, and never part of the ledger: it tells the person from everybody who was given that. Empty until it is
   * {@link Consent.ready}.
   */
  secret(): string;
  /** Whether the last word was said in this tab: then it is this tab that tells the collector. */
  isOwnWord(): boolean;
  /** Puts a ledger that was put together elsewhere in the place of this one, as this tab's word, once it is {@link Consent.ready}. It is believed. */
  replace(ledger: Ledger): void;
  /**
   * Decides on many pairs of purpose and party in one act. It is on disk when the call returns, and what it denies is denied; what it allows is
   * allowed when the promise is fulfilled: at once, where the code that records choices is {@link Consent.ready}. Where that cannot be loaded
   * the promise rejects with `unavailable`, and the choice is recorded by the next page.
   * @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant` (as rejections unless it is ready); nothing has changed then
   */
  choose(choices: readonly Choice[]): Promise<void>;
  /** Allows a purpose (`*`: all of them), as {@link Consent.choose} does. @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant` */
  grant(purpose: string, options?: GrantOptions): Promise<void>;
  /** Says no at once, and wants that remembered. @throws KindredError `invalid-purpose`, `invalid-party` */
  refuse(purpose: string, options?: PartyOption): Promise<void>;
  /**
   * Takes a permission back at once, with party `*` from everybody. When nothing is left in force, not even the memory of the choice is kept.
   * @throws KindredError `invalid-purpose`, `invalid-party`
   */
  withdraw(purpose: string, options?: PartyOption): Promise<void>;
  /** Denies everything for the time being, and erases nothing. */
  pause(): Promise<void>;
  /** What was allowed before the pause is allowed again. */
  resume(): Promise<void>;
  /** Subscribes to changes; returns the unsubscribe. */
  onChange(listener: (state: ConsentState) => void): () => void;
}

/** Carries words between the tabs of one site: a `BroadcastChannel`. */
export interface TabChannel {
  post(text: string): void;
  /** Returns the unsubscribe. */
  onMessage(listener: (text: string) => void): () => void;
}

/** What permissions are made of. */
export interface ConsentOptions {
  /** The shop's own party id, for example its host name. */
  readonly source: string;
  /** What is asked for; or `purposes` alone, where nobody else is involved. It is checked when the code that records choices is there. */
  readonly policy?: unknown;
  readonly purposes?: readonly PurposeDefinition[];
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Where the choice is kept. It is written only after a choice. */
  readonly store?: TextStore;
  /** Tells other tabs at once, also where nothing can be stored. */
  readonly channel?: TabChannel;
  /** Signals, such as `gpc`, that are on for this navigation. */
  readonly signals?: readonly string[];
  /**
   * The module `kindred/consent/acts`, which records choices, for servers, tests and pages that bundle it: choices are then recorded when their
   * call returns, and policies checked at once. Without it that code is loaded with the first choice, or by {@link Consent.ready}.
   */
  readonly acts?: ActsCode;
}
