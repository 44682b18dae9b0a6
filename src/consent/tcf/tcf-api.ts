import type { Clock, Logger } from '../../core/index.ts';
import type { Consent } from '../consent.ts';
import { serveFrames } from '../frame-calls.ts';
import type { ConsentState } from '../state.ts';
import { projectConsent, type TcfSettings } from './projection.ts';
import { type TcfEventStatus, tcDataOf } from './tc-data.ts';
import type { TcModel } from './tc-model.ts';
import { encodeTcString } from './tc-string.ts';
import { queuedCalls, type TcfFunction, type TcfTarget } from './tcf-target.ts';

/** What the function is made of. */
export interface TcfApiOptions extends TcfSettings {
  readonly consent: Pick<Consent, 'check' | 'onChange' | 'purposes' | 'source' | 'state'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where `__tcfapi` is put: `window`. */
  readonly target: TcfTarget;
  /** Whether the General Data Protection Regulation applies to this person: `true` unless given. */
  readonly gdprApplies?: boolean;
}

/** Tells the scripts of vendors what the person allows. */
export interface TcfApi {
  /** Puts `__tcfapi` in place, serves what its stub has kept, and follows the person's choices. Returns the undo. */
  start(): () => void;
  /** Say when the person sees the banner or the preference centre … */
  uiShown(): void;
  /** … and when it is gone. */
  uiHidden(): void;
  /** The TC string of this moment. */
  tcString(): string;
}

const VERSIONS: readonly unknown[] = [2, '2', 0, null, undefined];
/** A page has a few dozen; thousands are an attack on its memory. */
const MAX_LISTENERS = 1000;

/** A TC string, and of which state of the permissions it is. */
interface Written {
  readonly state: ConsentState;
  readonly model: TcModel;
  readonly tcString: string;
}

type Reply = (value: unknown, isSuccess: boolean) => void;

/**
 * Makes the function `__tcfapi` of the IAB's Transparency and Consent Framework 2.3 over the person's permissions: `ping`,
 * `addEventListener`, `removeEventListener`, and `getTCData`, which is deprecated since TCF 2.2. Others are answered with
 * `(null, false)`. The string never permits what `consent.check()` denies: see {@link projectConsent}.
 *
 * @throws KindredError `invalid-signal`; `at` is the JSON Pointer of a setting that a TC string cannot hold
 *
 * @example
 * ```ts
 * import { createConsent } from 'kindred/consent';
 * import { createTcfApi, parseVendorList } from 'kindred/consent/tcf';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const platform = memoryPlatform();
 * const policy = {
 *   version: '1',
 *   purposes: [{ id: 'ads', title: 'Advertise', description: 'Shows what suits you elsewhere too.' }],
 *   parties: [{ id: 'ads.example', name: 'Ads & Co', purposes: ['ads'] }],
 * };
 * const consent = createConsent({ ...platform, source: 'shop.example', policy });
 * const api = createTcfApi({
 *   ...platform,
 *   consent,
 *   target: window,
 *   vendorList: parseVendorList(await (await fetch('/vendor-list.json')).json()),
 *   mapping: { purposes: { ads: [1, 2, 7] }, parties: { 'ads.example': [755] } },
 *   cmpId: 300,
 *   cmpVersion: 1,
 *   publisherCountryCode: 'DE',
 * });
 * consent.start();
 * const stop = api.start();
 * ```
 */
export function createTcfApi(options: TcfApiOptions): TcfApi {
  const { consent, clock, logger, target, gdprApplies = true, cmpId, cmpVersion, vendorList } = options;
  const status = { gdprApplies, tcfPolicyVersion: vendorList.policyVersion, cmpId, cmpVersion };
  const listeners = new Map<number, Reply>();
  let lastListener = 0;
  let isVisible = false;
  let eventStatus: TcfEventStatus | undefined;
  let stop: (() => void) | undefined;
  let current: Written | undefined;
  latest();

  /** The state is another one as soon as a choice, or time, has changed it. */
  function latest(): Written {
    const state = consent.state();
    if (current?.state === state) return current;
    const model = projectConsent(consent, options, state.events.at(-1)?.at ?? clock.now());
    current = { state, model, tcString: encodeTcString(model) };
    return current;
  }

  function tcData(listenerId?: number): unknown {
    // Where the regulation does not apply there is nothing to say.
    if (!gdprApplies) return { ...status, listenerId };
    const { model, tcString } = latest();
    return tcDataOf(model, { ...status, tcString, eventStatus, listenerId });
  }

  function ping(): unknown {
    return {
      ...status,
      cmpLoaded: true,
      cmpStatus: 'loaded',
      displayStatus: isVisible ? 'visible' : gdprApplies ? 'hidden' : 'disabled',
      apiVersion: '2',
      gvlVersion: vendorList.vendorListVersion,
    };
  }

  function announce(event: TcfEventStatus | undefined): void {
    eventStatus = event;
    // Listeners that come or go meanwhile have had theirs, or want none.
    for (const [id, reply] of event ? [...listeners] : []) if (listeners.has(id)) reply(tcData(id), true);
  }

  function settled(): TcfEventStatus | undefined {
    if (isVisible || eventStatus) return 'useractioncomplete';
    return consent.state().needsChoice ? undefined : 'tcloaded';
  }

  function listen(reply: Reply): void {
    const isRoom = listeners.size < MAX_LISTENERS;
    if (isRoom) listeners.set(++lastListener, reply);
    reply(isRoom ? tcData(lastListener) : null, isRoom);
  }

  function leave(reply: Reply, id: unknown): void {
    const isRemoved = typeof id === 'number' && listeners.delete(id);
    reply(isRemoved, isRemoved);
  }

  const call: TcfFunction = (command, version, callback, parameter) => {
    if (typeof callback !== 'function') return;
    const reply: Reply = (value, isSuccess) => {
      try {
        callback(value, isSuccess);
      } catch (error) {
        logger.error('A callback of __tcfapi failed.', error);
      }
    };
    if (!VERSIONS.includes(version)) reply(null, false);
    else if (command === 'ping') reply(ping(), true);
    else if (command === 'addEventListener') listen(reply);
    else if (command === 'removeEventListener') leave(reply, parameter);
    else if (command === 'getTCData') reply(tcData(), true);
    else reply(null, false);
  };

  return {
    start() {
      if (stop) return stop;
      const stub = target.__tcfapi;
      const queue = queuedCalls(stub);
      const leaveFrames = serveFrames(target, '__tcfapi', stub, ({ command, version, parameter }, reply) =>
        call(command, version, reply, parameter),
      );
      target.__tcfapi = call;
      const stopFollowing = consent.onChange(() => announce(settled()));
      eventStatus ??= settled();
      for (const [command, version, callback, parameter] of queue) call(command, version, callback, parameter);
      stop = () => {
        stop = undefined;
        leaveFrames();
        if (stub === undefined) delete target.__tcfapi;
        else target.__tcfapi = stub;
        stopFollowing();
        listeners.clear();
      };
      return stop;
    },
    uiShown() {
      isVisible = true;
      announce('cmpuishown');
    },
    uiHidden() {
      isVisible = false;
      if (eventStatus === 'cmpuishown') announce(consent.state().needsChoice ? undefined : 'useractioncomplete');
    },
    tcString: () => latest().tcString,
  };
}
