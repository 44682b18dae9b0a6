import type { Consent, PurposeDefinition } from '../consent/index.ts';
import type { Decision } from '../personalize/index.ts';
import type { Profile } from '../profile/index.ts';
import type { Tracker } from '../tracking/index.ts';
import type { DropCounts } from '../transport/index.ts';
import type { Personalization } from './decider.ts';
import type { Destination } from './page-destinations.ts';
import type { PageCatalogue, PageQuery, PageRecommendations } from './page-recommender.ts';
import type { ClientPorts } from './ports.ts';
import type { Rights } from './rights.ts';
import type { WithdrawalReport } from './withdrawals.ts';

/** How a page uses kindred. */
export interface KindredOptions {
  /** The shop's own name as a party, for example its host name. */
  readonly source: string;
  /** Where the collector is: events go to `<endpoint>/batch`. */
  readonly endpoint?: string;
  /** What the person is asked for. The SDK itself uses `storage`, `analytics` and `personalization`. */
  readonly purposes?: readonly PurposeDefinition[];
  /** What the person is asked for where others are involved too: purposes, parties, notice and region; see `definePolicy`. */
  readonly policy?: unknown;
  /** Others who get events, as far as the person allows it. */
  readonly destinations?: readonly Destination[];
  /** Signals of the browser that are on, such as `gpc`; see `signalsOfPage` in `kindred/consent/signals`. */
  readonly signals?: readonly string[];
  /** A rules file, or its address. */
  readonly rules?: unknown;
  /**
   * How often rules at an address are looked for again, in seconds; once, unless given. Rules that cannot be used are reported,
   * and those that were in force stay.
   */
  readonly rulesEverySeconds?: number;
  /**
   * The modules `kindred/personalize` and `kindred/profile` in one object, for pages that bundle them and want the profile, and rules that
   * are given, to be in force at once. Without it a page loads that code when there is something personal, and reports rules that
   * cannot be used instead of throwing.
   */
  readonly personalization?: Personalization;
  /** Address of a packed model. */
  readonly model?: string;
  /** What is known of the items that the model recommends: what is in stock or over, and what caps and diversity go by. */
  readonly catalogue?: PageCatalogue;
  /** The time in which a liking loses half its worth. */
  readonly halfLifeDays?: number;
  /** Replaces single ports, for tests and for pages with wishes of their own. */
  readonly ports?: Partial<ClientPorts>;
}

/** One page's relationship with one person. Every function can be passed around on its own. */
export interface Kindred extends Tracker {
  /** Begins: reads the person's choice, fetches the rules, sends what waits. Returns its undo; both may be called twice. */
  start(): () => void;
  /** What the person allows. Its listeners hear of a change after everything that must be erased was. */
  readonly consent: Omit<Consent, 'start' | 'secret' | 'isOwnWord' | 'replace'>;
  /** What is known on this device, and how the person changes it. */
  readonly profile: Pick<Profile, 'snapshot' | 'addInterest' | 'removeInterest' | 'correct' | 'forget' | 'onChange'>;
  /** What the person may do with what is known: see it, correct it, carry it, erase it. */
  readonly rights: Rights;
  /**
   * Takes a permission back (`*`: all of them, from everybody) and says what became of it.
   * @throws KindredError `invalid-purpose`; `unavailable` where the code that records it, or cleans up, could not be loaded (as rejections). The
   * permission has ended all the same.
   */
  withdraw(purpose: string): Promise<WithdrawalReport | undefined>;
  /** Called with the report on each permission that ended, whoever ended it. Returns the unsubscribe. */
  onWithdrawal(listener: (report: WithdrawalReport) => void): () => void;
  /** Chooses the content of a placement, at once. Never throws: the answer carries its reason. */
  decide(placement: string): Decision;
  /** Calls the listener now, and again whenever the content or what `why()` says of it changes. Returns the unsubscribe. */
  onDecision(placement: string, listener: (decision: Decision) => void): () => void;
  /** Recommends in this page; what the person looked at does not leave it. Never rejects. */
  recommend(query?: PageQuery): Promise<PageRecommendations>;
  /** Called when the profile, a permission or the rules have changed. Returns the unsubscribe. */
  onChange(listener: () => void): () => void;
  /** Sends what waits, and stores what is not stored. Never rejects. */
  flush(): Promise<void>;
  /** How many events wait to be sent. */
  waiting(): number;
  /** How many events were given up, by cause. */
  dropped(): DropCounts;
}
