import { type Logger, ownValue } from '../../core/index.ts';
import { serveFrames } from '../frame-calls.ts';
import type { Consent, ConsentQuestion } from '../index.ts';
import { invalid } from './invalid.ts';
import { encodeGpp, type GppModel, type GppSection, type GppSectionName, idOf } from './model.ts';
import { type GppProjectionOptions, projectGpp } from './projection.ts';
import { isCallback, readStub } from './stub.ts';
import type { GppCallback, GppCommand, GppTarget } from './target.ts';

/** Whether the person sees a layer in which they choose. */
export type GppDisplayStatus = 'visible' | 'hidden' | 'disabled';

/** What the interface is made of. */
export interface GppApiOptions extends GppProjectionOptions {
  readonly consent: Pick<Consent, 'check' | 'policy' | 'onChange'>;
  /** The id that IAB gave the integrator as a consent management platform. */
  readonly cmpId: number;
  /** Usually `window`. */
  readonly target: GppTarget;
  /** The ids of the sections in force for this person, `[-1]` where there is none; those of `sections` unless named. */
  readonly applicableSections?: readonly number[];
  /** Is told of listeners that fail. */
  readonly logger?: Logger;
}

/** `__gpp` on a page. */
export interface GppApi {
  /** Puts `__gpp` in place of a stub, answers what the stub has kept, and follows the permissions; returns the undo. */
  start(): () => void;
  /** The GPP string of now. */
  text(): string;
  /** Tells whether the person sees the choice; while they do, the signal is not ready. */
  display(status: GppDisplayStatus): void;
}

const GPP_VERSION = '1.1';

/** A stub gives its listeners ids from 1 on; ours come after them. */
const LAST_STUB_ID = 9999;

/** What `check` says where a choice is still to come. */
const OPEN: readonly string[] = ['unset', 'expired', 'outdated'];

/**
 * The interface `__gpp` through which other scripts and frames read what the person allows. IAB Tech Lab, Global Privacy Platform, CMP
 * API 1.1: `ping`, `addEventListener`, `removeEventListener`, `hasSection`, `getSection`, `getField`, the locator frame and messages.
 * Every answer is made from the permissions at that moment, so it is never older than they are.
 *
 * @throws KindredError `invalid-options` for a `cmpId` that is none and for a mapping to a purpose that the policy does not have,
 * `invalid-signal` for a section that does not exist
 * @example
 * ```ts
 * import type { Consent } from 'kindred/consent';
 * import { createGppApi } from 'kindred/consent/gpp';
 *
 * const serve = (consent: Consent) =>
 *   createGppApi({ consent, cmpId: 31, sections: ['usnat'], signals: ['gpc'], target: window }).start();
 * ```
 */
export function createGppApi(options: GppApiOptions): GppApi {
  const { consent, cmpId, sections, target, applicableSections = sections.map(idOf), logger } = options;
  if (!Number.isInteger(cmpId)) throw invalid('cmpId', 'is unknown', 'invalid-options');
  const listeners = new Map<number, GppCallback>();
  const status = { cmpStatus: 'loading', cmpDisplayStatus: 'hidden', signalStatus: 'not ready' };
  let lastId = LAST_STUB_ID;
  let current = readNow();
  let isTelling = false;
  let isOutdated = false;
  let stop: (() => void) | undefined;

  function readNow(): Reading {
    let isOpen = false;
    const check = (question: ConsentQuestion) => {
      const answer = consent.check(question);
      isOpen ||= OPEN.includes(answer.why);
      return answer;
    };
    const model = projectGpp({ ...options, consent: { check, policy: consent.policy } });
    return { model, text: encodeGpp(model), isOpen };
  }

  /** Takes over what has changed, and tells it in the order that the specification asks for. */
  function follow(): void {
    isOutdated = true;
    // What a listener changes meanwhile is told after this.
    if (isTelling) return;
    isTelling = true;
    try {
      while (isOutdated) takeOver(readNow());
    } finally {
      isTelling = false;
    }
  }

  function takeOver(next: Reading): void {
    isOutdated = false;
    const changed = sections.filter((name) => shown(current, name) !== shown(next, name));
    if (changed.length > 0) change('signalStatus', 'not ready');
    current = next;
    for (const name of changed) emit('sectionChange', name);
    change('signalStatus', next.isOpen || status.cmpDisplayStatus === 'visible' ? 'not ready' : 'ready');
  }

  function change(name: keyof typeof status, value: string): void {
    if (status[name] === value) return;
    status[name] = value;
    emit(name, value);
  }

  function emit(eventName: string, data: unknown): void {
    for (const [listenerId, listener] of [...listeners]) tell(listener, eventOf(eventName, listenerId, data));
  }

  function tell(callback: GppCallback, data: unknown): void {
    try {
      callback(data, data !== null);
    } catch (error) {
      logger?.error('A listener of __gpp failed.', error);
    }
  }

  function eventOf(eventName: string, listenerId: number, data: unknown): object {
    return { eventName, listenerId, data, pingData: ping() };
  }

  function ping(): object {
    const inForce = current.model.sections;
    return {
      gppVersion: GPP_VERSION,
      ...status,
      supportedAPIs: sections.map((name) => `${idOf(name)}:${name}`),
      cmpId,
      sectionList: inForce.map(({ id }) => id),
      applicableSections: [...applicableSections],
      gppString: current.text,
      parsedSections: Object.fromEntries(
        inForce.flatMap((section) => (section.kind === 'opaque' ? [] : [[section.name, parsed(section)]])),
      ),
    };
  }

  const command: GppCommand = (name, callback, parameter) => {
    if (!isCallback(callback)) return;
    follow();
    tell(callback, answer(name, callback, parameter));
  };

  /** The data for a command; `null` where there is none, which is told as a failure. */
  function answer(name: unknown, callback: GppCallback, parameter: unknown): unknown {
    const [prefix, field = ''] = typeof parameter === 'string' ? parameter.split('.') : [''];
    const section = current.model.sections.find((each) => each.name === prefix);
    switch (name) {
      case 'ping':
        return ping();
      case 'addEventListener':
        listeners.set(++lastId, callback);
        return eventOf('listenerRegistered', lastId, true);
      case 'removeEventListener':
        return typeof parameter === 'number' && listeners.delete(parameter);
      case 'hasSection':
        return section !== undefined;
      case 'getSection':
        return parsed(section);
      case 'getField':
        return ownValue(Object.assign({}, ...(parsed(section) ?? [])), field) ?? null;
      default:
        return null;
    }
  }

  function begin(): () => void {
    const stub = target.__gpp;
    const { queue, listeners: registered } = readStub(stub);
    for (const [id, listener] of registered) listeners.set(id, listener);
    const leaveFrames = serveFrames(target, '__gpp', stub, (call, reply) =>
      command(call.command, reply, call.parameter),
    );
    target.__gpp = command;
    change('cmpStatus', 'loaded');
    follow();
    for (const [name, callback, parameter] of queue) command(name, callback, parameter);
    const unfollow = consent.onChange(follow);
    return () => {
      unfollow();
      leaveFrames();
      if (target.__gpp === command) delete target.__gpp;
      if (stub !== undefined) target.__gpp ??= stub;
      listeners.clear();
      status.cmpStatus = 'loading';
      stop = undefined;
    };
  }

  return {
    start: () => (stop ??= begin()),
    text() {
      follow();
      return current.text;
    },
    display(shownNow) {
      if (shownNow === 'visible') change('signalStatus', 'not ready');
      change('cmpDisplayStatus', shownNow);
      follow();
    },
  };
}

/** The permissions as they were at one moment. */
interface Reading {
  readonly model: GppModel;
  readonly text: string;
  /** Whether the person still has to choose on something that a section tells. */
  readonly isOpen: boolean;
}

const shown = ({ model: { sections } }: Reading, name: GppSectionName) =>
  JSON.stringify(sections.find((each) => each.name === name));

/** A section as the interface gives it: one object for each sub-section. TC strings are told by the interface of TCF only. */
function parsed(section: GppSection | undefined): readonly object[] | null {
  if (!section || section.kind === 'opaque') return null;
  if (section.kind === 'usp') return [section.fields];
  const { fields, gpc } = section;
  if (gpc !== undefined) return [fields, { SubsectionType: 1, Gpc: gpc }];
  // The sections that begin with the version of the agreement have sensitive data in a sub-section.
  const { SensitiveDataProcessing, ...core } = fields;
  return fields.MspaVersion && SensitiveDataProcessing ? [core, { SensitiveDataProcessing }] : [fields];
}
