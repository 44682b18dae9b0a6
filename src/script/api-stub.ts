import { readJson } from './read-json.ts';

/** A framework's function: `__tcfapi` of the IAB's TCF (CMP API v2), `__gpp` of its GPP (CMP API 1.1). */
type Api = (command?: unknown, ...rest: readonly unknown[]) => unknown;

/** The little of `window` that is needed. */
export interface StubPage {
  readonly document: Document;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  __tcfapi?: Api;
  __gpp?: Api;
}

/** What `ping` answers until the framework's script is there, in the words of both frameworks. */
const STATUS = {
  cmpStatus: 'stub',
  cmpId: 0,
  cmpLoaded: false,
  apiVersion: '2',
  gppVersion: '1.1',
  cmpDisplayStatus: 'hidden',
  signalStatus: 'not ready',
  supportedAPIs: [],
} as const;

/**
 * Stands in for a framework's function until the script that answers is there: `ping` is answered, other commands wait, and frames
 * find it and ask by messages.
 */
export function installApiStub(page: StubPage, name: '__tcfapi' | '__gpp'): void {
  const waiting: unknown[] = [];
  const isTcf = name === '__tcfapi';
  const stub: Api = (...command) => {
    if (!command[0]) return waiting;
    const callback = command[isTcf ? 2 : 1];
    if (command[0] === 'ping') typeof callback === 'function' && callback(STATUS, true);
    // A hostile frame must not fill the memory.
    else if (waiting.length < 1000) waiting.push(command);
    return undefined;
  };
  // The TCF finds what waits by a call, the GPP as a property.
  page[name] = Object.assign(stub, { queue: waiting });
  page.addEventListener('message', ({ data, source }) => {
    // Frames send an object, or JSON.
    const isText = typeof data === 'string';
    const call = Object(isText ? readJson(data) : data)[`${name}Call`];
    const reply = (returnValue: unknown, success: unknown): void => {
      const answer = { [`${name}Return`]: { returnValue, success, callId: call.callId } };
      source?.postMessage(isText ? JSON.stringify(answer) : answer, { targetOrigin: '*' });
    };
    // Looked up late: by then the script may have come.
    if (call) page[name]?.(call.command, ...(isTcf ? [call.version] : []), reply, call.parameter);
  });
  // Within the head it is never shown, and there is a head before there is a body.
  page.document.head.append(Object.assign(page.document.createElement('iframe'), { name: `${name}Locator` }));
}
