import { createConsent, createGate, DEGREES, STANDARD_PURPOSES } from '../consent/at-once.ts';
import type { Consent, ConsentState, Need } from '../consent/index.ts';
import { createEmitter, isRecord, KindredError } from '../core/at-once.ts';
import type { Residue } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import type { Decision } from '../personalize/index.ts';
import { ANONYMOUS_ID_COOKIE, createIdentity, createTracker } from '../tracking/index.ts';
import { createAlarm } from './alarm.ts';
import { askAgain } from './ask-again.ts';
import { createDecider, type DecisionContext, type Personalization } from './decider.ts';
import type { Kindred, KindredOptions } from './kindred.ts';
import { createOutletWith } from './outlet/outlet.ts';
import { checkDestinations, createPageDestinations } from './page-destinations.ts';
import { createPageProfile } from './page-profile.ts';
import { createPageRecommender } from './page-recommender.ts';
import { createPageWithdrawals } from './page-withdrawals.ts';
import { browserPorts, type ClientPorts } from './ports.ts';
import { createRights } from './rights.ts';
import { createSending } from './sending/index.ts';
import { VERSION } from './version.ts';

const REMEMBER: Need = { purpose: 'storage' };
const COLLECT_PSEUDONYMOUS: Need = { purpose: 'analytics', degree: 'pseudonymous' };
const COLLECT_IDENTIFIED: Need = { purpose: 'analytics', degree: 'identified' };
const PERSONALIZE: Need = { purpose: 'personalization' };
/** Where the profile lies in its database. */
const PROFILE_KEY = 'profile';

/**
 * Composes tracking, permissions, profile, rules and recommendations for a page. Nothing happens until `start()`; nothing is
 * stored or sent until the person allows it.
 *
 * @throws KindredError `invalid-options`; `invalid-policy` where the policy asks for nothing (see `definePolicy`); with `personalization` also `invalid-rule`
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
  const { source, endpoint = '/v1', purposes = STANDARD_PURPOSES, policy, signals, rules, model } = options;
  const { destinations: others = [], halfLifeDays, personalization: code } = options;
  const ports: ClientPorts = { ...browserPorts(endpoint), ...options.ports };
  const { logger, page } = ports;

  const consent = createConsent({
    ...ports,
    source,
    policy: policy ?? { purposes },
    store: ports.choices,
    ...(signals && { signals }),
  });
  /** Names that this page, or an earlier one, may have sent events under. */
  const ids = new Set<string>();
  const gate = createGate({ consent, logger });
  const identity = createIdentity({
    ...ports,
    cookies: gate.cookies([REMEMBER, COLLECT_PSEUDONYMOUS], ports.cookies, [ANONYMOUS_ID_COOKIE]),
    store: gate.text([REMEMBER, COLLECT_PSEUDONYMOUS], ports.identity),
    userStore: gate.text([REMEMBER, COLLECT_IDENTIFIED], ports.user),
  });
  // Before anything leaves: what waited goes out under the id that stays.
  gate.onOpened([REMEMBER, COLLECT_PSEUDONYMOUS], identity.persist);
  gate.onOpened([REMEMBER, COLLECT_IDENTIFIED], identity.persist);
  const outlet = createOutletWith({
    ...ports,
    consent,
    gate,
    url: `${endpoint}/batch`,
    code: { createSending },
    context: { library: { name: 'kindred', version: VERSION } },
    address(event) {
      const anonymousId = identity.current(event.anonymousId);
      if (anonymousId === undefined) return event;
      ids.add(anonymousId);
      return { ...event, anonymousId };
    },
    report: (error) => logger.warn('The way to the collector failed in part.', error),
  });
  const destinations = createPageDestinations(others, {
    ...ports,
    consent,
    gate,
    code: { createSending },
    ids: () => [...ids],
    report: (error) => logger.warn('The way to another party failed in part.', error),
  });
  const loadCode = (): Promise<Personalization> => import('./personalization.ts');
  const loadOperators = async () => (await import('./operators.ts')).OPERATORS;
  const profileOptions = {
    ...ports,
    store: gate.store([REMEMBER, PERSONALIZE], ports.database),
    journal: gate.text([REMEMBER, PERSONALIZE], ports.profileJournal),
    ...(halfLifeDays !== undefined && { halfLifeDays }),
  };
  const profile = createPageProfile(
    () => code?.createProfile(profileOptions) ?? loadCode().then(({ createProfile }) => createProfile(profileOptions)),
    (error) => logger.error('The profile failed.', error),
  );
  const toProfile = gate.events([PERSONALIZE], profile.record);
  const tracker = createTracker({
    ...ports,
    identity,
    sink(event: KindredEvent) {
      ports.whenActivated(() => {
        toProfile.put(event);
        outlet.put(event);
        destinations.put(event);
      });
    },
  });
  const decider = createDecider({
    ...ports,
    rules,
    code,
    loadCode,
    loadOperators,
    everyMs: (options.rulesEverySeconds ?? 0) * 1000,
  });
  const recommender = createPageRecommender({ ...ports, url: model, catalogue: options.catalogue });

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
    if (gate.answer([REMEMBER, COLLECT_PSEUDONYMOUS]) === 'open') identity.persist();
  };

  gate.onOpened([COLLECT_PSEUDONYMOUS], () => void ids.add(identity.anonymousId()));
  gate.onClosed([COLLECT_PSEUDONYMOUS], identity.forget);
  // The collector knows whose id this is.
  gate.onClosed([COLLECT_IDENTIFIED], becomeNew);
  gate.onClosed([PERSONALIZE], profile.clear);
  gate.onClosed([REMEMBER, PERSONALIZE], profile.detach);
  gate.onOpened([REMEMBER, PERSONALIZE], () => void profile.load().then(profile.save));

  /** Behind the gate: what of ours is still there although its permission has ended. */
  const leftovers = async (): Promise<readonly Residue[]> => {
    const isEnded = gate.answer([REMEMBER, PERSONALIZE]) === 'closed';
    const isLeft = isEnded && (await ports.database.keys().catch(() => [])).length > 0;
    return isLeft ? [{ kind: 'databases', name: ports.database.name }] : [];
  };
  const withdrawals = createPageWithdrawals({ ...ports, consent, settled: gate.settled, leftovers });
  const eraseAll = () => {
    consent.withdraw('*', { party: '*' });
    profile.clear();
    return withdrawals.sweepAll();
  };
  const rights = createRights({
    ...ports,
    consent,
    profile,
    link: withdrawals.link,
    ids: () => [...ids],
    userId: identity.userId,
    pseudonyms: destinations.known,
    pseudonymsAt: destinations.knownAt,
    stored: () => ports.database.get(PROFILE_KEY).catch(() => undefined),
    waiting: () => [...outlet.waiting(), ...destinations.waiting()],
    erase: eraseAll,
  });

  const isPersonal = () => gate.answer([PERSONALIZE]) === 'open';
  const facts = () => ({ ...profile.snapshot(), page: page() });
  const context = (): DecisionContext => {
    const [events, unit] = [profile.history(), profile.unit()];
    return {
      now: ports.clock.now(),
      allows: (purpose, degree, party) => allows(consent, purpose, degree, party),
      ...(events && { events }),
      ...(unit !== undefined && { unit }),
    };
  };
  const decideNow = (placement: string) => decider.decide(placement, isPersonal() ? facts() : undefined, context());
  const alarm = createAlarm({
    ...ports,
    nextTime: () => (isPersonal() ? decider.nextChange(context()) : Number.POSITIVE_INFINITY),
    ring: tellChange,
  });
  const { start: _start, secret: _secret, isOwnWord: _isOwnWord, replace: _replace, ...publicConsent } = consent;
  const { snapshot, addInterest, removeInterest, correct, forget, onChange } = profile;

  let stop: (() => void) | undefined;
  let isGuarded = false;

  const begin = () => {
    // The stored choice first: what lies there with permission must not be erased.
    const stopConsent = consent.start();
    // Then the gate, so that whoever listens to choices finds everything erased that had to be. It stays when the page stops:
    // who withdraws afterwards must not find anything left.
    if (!isGuarded) {
      gate.start();
      withdrawals.start();
      isGuarded = true;
    }
    const undo = [
      stopConsent,
      consent.onChange(tellChoice),
      // What was said is recorded by this page, also where the code for it could not be loaded at first.
      askAgain(consent.ready, consent.onChange, ports.timers),
      ports.onStale(() => {
        consent.refresh();
        // What is not loaded has nothing to bring up to date.
        if (profile.history()) void profile.load();
      }),
      outlet.start(),
      destinations.start(),
      changed.on(alarm.set),
      alarm.stop,
    ];
    tellChoice(consent.state());
    undo.push(decider.start(tellChange));
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
    profile: { snapshot, addInterest, removeInterest, correct, forget, onChange },
    rights,
    async withdraw(purpose) {
      const before = withdrawals.latest();
      await consent.withdraw(purpose, { party: '*' });
      return withdrawals.since(before);
    },
    onWithdrawal: withdrawals.onReport,
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
    async recommend(query = {}) {
      await profile.ready();
      return recommender.recommend(query, () => (isPersonal() ? profile.snapshot() : undefined));
    },
    onChange: changed.on,
    async flush() {
      await Promise.all([outlet.flush(), destinations.flush(), profile.save(), withdrawals.ready()]);
    },
    waiting: () => outlet.size() + destinations.size(),
    dropped: outlet.dropped,
  };
}

function allows(consent: Consent, purpose: string, degree?: string, party?: string): boolean {
  const known = DEGREES.find((one) => one === degree);
  if (degree !== undefined && !known) return false;
  return consent.check({ purpose, ...(known && { degree: known }), ...(party !== undefined && { party }) }).allow;
}

function isSame(one: Decision, other: Decision): boolean {
  return one.candidate === other.candidate && one.reason === other.reason && one.content === other.content;
}

function checkOptions(options: unknown): void {
  const { source, endpoint = '', halfLifeDays = 1, rulesEverySeconds = 0 } = isRecord(options) ? options : {};
  if (typeof source !== 'string' || source === '')
    throw invalid('source', 'the shop\'s own name, such as "shop.example"');
  if (typeof endpoint !== 'string') throw invalid('endpoint', 'an address, such as "/v1"');
  checkDestinations(isRecord(options) ? options.destinations : undefined);
  if (typeof halfLifeDays !== 'number' || !(halfLifeDays > 0)) throw invalid('halfLifeDays', 'a number above 0');
  if (typeof rulesEverySeconds !== 'number' || !(rulesEverySeconds >= 0))
    throw invalid('rulesEverySeconds', 'a number of seconds');
}

function invalid(at: string, needed: string): KindredError {
  return new KindredError('invalid-options', `createKindred: \`${at}\` must be ${needed}.`, { at });
}
