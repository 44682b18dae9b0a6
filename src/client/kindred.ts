import {
  type Consent,
  type ConsentState,
  createConsent,
  createGate,
  type Need,
  type PurposeDefinition,
  STANDARD_PURPOSES,
} from '../consent/index.ts';
import { createEmitter, isRecord, KindredError } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import { type Decision, decide } from '../personalize/index.ts';
import { createProfile, type Profile } from '../profile/index.ts';
import { ANONYMOUS_ID_COOKIE, createIdentity, createTracker, type Tracker } from '../tracking/index.ts';
import { createOutbox, type DropCounts } from '../transport/index.ts';
import { createPageRecommender, type PageQuery, type PageRecommendations } from './page-recommender.ts';
import { browserPorts, type ClientPorts } from './ports.ts';
import { createRulesSource } from './rules-source.ts';
import { VERSION } from './version.ts';

/** How a page uses kindred. */
export interface KindredOptions {
  /** The shop's own name as a party, for example its host name. */
  readonly source: string;
  /** Where the collector is: events go to `<endpoint>/batch`. */
  readonly endpoint?: string;
  /** What the person is asked for. The SDK itself uses `storage`, `analytics` and `personalization`. */
  readonly purposes?: readonly PurposeDefinition[];
  /** A rules file, or its address. */
  readonly rules?: unknown;
  /** Address of a packed model. */
  readonly model?: string;
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
  readonly consent: Omit<Consent, 'start'>;
  /** What is known on this device, and how the person changes it. */
  readonly profile: Pick<Profile, 'snapshot' | 'addInterest' | 'removeInterest' | 'forget' | 'onChange'>;
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

const REMEMBER: Need = { purpose: 'storage' };
const COLLECT: Need = { purpose: 'analytics', degree: 'pseudonymous' };
const COLLECT_IDENTIFIED: Need = { purpose: 'analytics', degree: 'identified' };
const PERSONALIZE: Need = { purpose: 'personalization' };

/**
 * Composes tracking, permissions, profile, rules and recommendations for a page. Nothing happens until `start()`; nothing is
 * stored or sent until the person allows it.
 *
 * @throws KindredError `invalid-options`, `invalid-purpose`, `invalid-rule`
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 *
 * const kindred = createKindred({ source: 'shop.example', endpoint: '/v1', rules: '/kindred/rules.json' });
 * kindred.start();
 * kindred.track('Product Viewed', { product_id: 'oolong-1', category: 'tea', price: 12 });
 * kindred.consent.grant('personalization', { degree: 'on-device' });
 * kindred.onDecision('home-hero', ({ content, why }) => console.log(content, why().sentence));
 * ```
 */
export function createKindred(options: KindredOptions): Kindred {
  checkOptions(options);
  const { source, endpoint = '/v1', purposes = STANDARD_PURPOSES, rules, model, halfLifeDays } = options;
  const ports: ClientPorts = { ...browserPorts(endpoint), ...options.ports };
  const { logger, page } = ports;

  const consent = createConsent({ ...ports, source, purposes, store: ports.choices });
  const gate = createGate({ consent, logger });
  const identity = createIdentity({
    ...ports,
    cookies: gate.cookies([REMEMBER, COLLECT], ports.cookies, [ANONYMOUS_ID_COOKIE]),
    store: gate.text([REMEMBER, COLLECT], ports.identity),
    userStore: gate.text([REMEMBER, COLLECT_IDENTIFIED], ports.user),
  });
  // Before anything leaves: what waited goes out under the id that stays.
  gate.onOpened([REMEMBER, COLLECT], identity.persist);
  gate.onOpened([REMEMBER, COLLECT_IDENTIFIED], identity.persist);
  const outbox = createOutbox({
    ...ports,
    sender: gate.sender([COLLECT], ports.sender),
    journal: gate.text([REMEMBER, COLLECT], ports.journal),
    context: { library: { name: 'kindred', version: VERSION } },
    report: (error) => logger.warn('The outbox could not do all that it should.', error),
  });
  const profile = createProfile({
    ...ports,
    store: gate.store([REMEMBER, PERSONALIZE], ports.database),
    journal: gate.text([REMEMBER, PERSONALIZE], ports.profileJournal),
    ...(halfLifeDays !== undefined && { halfLifeDays }),
  });
  const toCollector = gate.outgoing([COLLECT], (event) => {
    const anonymousId = identity.current(event.anonymousId);
    outbox.put({ ...event, ...(anonymousId !== undefined && { anonymousId }) });
  });
  const toProfile = gate.events([PERSONALIZE], profile.record);
  const tracker = createTracker({
    ...ports,
    identity,
    sink(event: KindredEvent) {
      toProfile.put(event);
      toCollector.put(event);
    },
  });
  const rulesSource = createRulesSource(rules, ports.load, logger);
  const recommender = createPageRecommender({ ...ports, url: model });

  const changed = createEmitter<void>((error) => logger.error('A listener failed.', error));
  const choiceChanged = createEmitter<ConsentState>((error) => logger.error('A listener failed.', error));
  const tellChange = () => changed.emit();
  const tellChoice = (state: ConsentState) => {
    choiceChanged.emit(state);
    tellChange();
  };
  profile.onChange(tellChange);

  const becomeNew = () => {
    identity.forget();
    if (gate.answer([REMEMBER, COLLECT]) === 'open') identity.persist();
  };

  gate.onClosed([COLLECT], () => {
    outbox.clear();
    identity.forget();
  });
  gate.onClosed([COLLECT_IDENTIFIED], () => {
    // What waits was written for a higher degree, and the collector knows whose id this is.
    outbox.clear();
    becomeNew();
  });
  gate.onClosed([PERSONALIZE], profile.clear);
  gate.onClosed([REMEMBER, PERSONALIZE], profile.detach);
  gate.onOpened([REMEMBER, PERSONALIZE], () => void profile.load().then(profile.save));

  const isPersonal = () => gate.answer([PERSONALIZE]) === 'open';
  const facts = () => ({ ...profile.snapshot(), page: page() });
  const decideNow = (placement: string) => decide(rulesSource.current(), placement, isPersonal() ? facts() : undefined);
  const { start: _startConsent, ...publicConsent } = consent;
  const { snapshot, addInterest, removeInterest, forget, onChange } = profile;

  let stop: (() => void) | undefined;
  let stopGate: (() => void) | undefined;

  const begin = () => {
    // The stored choice first: what lies there with permission must not be erased.
    consent.start();
    // Then the gate, so that whoever listens to choices finds everything erased that had to be. It stays when the page stops:
    // who withdraws afterwards must not find anything left.
    stopGate ??= gate.start();
    const undo = [consent.onChange(tellChoice), ports.onOtherTab(consent.refresh), outbox.start()];
    tellChoice(consent.state());
    void rulesSource.load().then(tellChange);
    return () => {
      for (const one of undo) one();
    };
  };

  return {
    ...tracker,
    page(name, properties) {
      tracker.page(name, properties);
      // Rules may ask where the visitor is.
      tellChange();
    },
    reset() {
      becomeNew();
      profile.forget('everything');
    },
    consent: { ...publicConsent, onChange: choiceChanged.on },
    profile: { snapshot, addInterest, removeInterest, forget, onChange },
    start() {
      stop ??= begin();
      return () => {
        stop?.();
        stop = undefined;
      };
    },
    decide: decideNow,
    onDecision(placement, listener) {
      let last: { readonly decision: Decision; readonly sentence: string } | undefined;
      const look = () => {
        const decision = decideNow(placement);
        // The reason that is shown goes with the times; what others lack to match does not matter here.
        const sentence = decision.kind === 'matched' ? decision.why().sentence : '';
        if (last && isSame(decision, last.decision) && sentence === last.sentence) return;
        last = { decision, sentence };
        listener(decision);
      };
      const unsubscribe = changed.on(look);
      look();
      return unsubscribe;
    },
    recommend: (query = {}) => recommender.recommend(query, isPersonal() ? profile.snapshot() : undefined),
    onChange: changed.on,
    async flush() {
      await Promise.all([outbox.flush(), profile.save()]);
    },
    waiting: () => outbox.size() + toCollector.waiting(),
    dropped: outbox.dropped,
  };
}

function isSame(one: Decision, other: Decision): boolean {
  return one.candidate === other.candidate && one.reason === other.reason && one.content === other.content;
}

function checkOptions(options: unknown): void {
  const { source, endpoint = '', halfLifeDays = 1 } = isRecord(options) ? options : {};
  if (typeof source !== 'string' || source === '')
    throw invalid('source', 'the shop\'s own name, such as "shop.example"');
  if (typeof endpoint !== 'string') throw invalid('endpoint', 'an address, such as "/v1"');
  if (typeof halfLifeDays !== 'number' || !(halfLifeDays > 0)) throw invalid('halfLifeDays', 'a number above 0');
}

function invalid(at: string, needed: string): KindredError {
  return new KindredError('invalid-options', `createKindred: \`${at}\` must be ${needed}.`, { at });
}
