import { isRecord, ownValue } from '../../core/index.ts';
import { orUndefined } from './or-undefined.ts';

/** What of a page is used. A browser's `window` is one. */
export interface TcfTarget {
  __tcfapi?: unknown;
  readonly document?: TcfDocument;
  addEventListener(type: 'message', listener: (message: TcfMessage) => void): void;
  removeEventListener(type: 'message', listener: (message: TcfMessage) => void): void;
}

/** What of a document is used. */
export interface TcfDocument {
  querySelector(selector: string): unknown;
  createElement(name: 'iframe'): TcfFrame;
  readonly head: { appendChild(node: TcfNode): unknown };
}

/** Whatever can be put into a document. */
export interface TcfNode {
  readonly nodeType: number;
}

/** What of a frame is used. */
export interface TcfFrame extends TcfNode {
  name: string;
  remove(): void;
}

/** What of a message between windows is used. */
export interface TcfMessage {
  readonly data: unknown;
  readonly source: unknown;
}

/** The four arguments of `__tcfapi`, of whatever type. */
export type TcfFunction = (command: unknown, version: unknown, callback: unknown, parameter: unknown) => void;

const LOCATOR = '__tcfapiLocator';
const CALL = '__tcfapiCall';

/** Puts the frame there by which scripts in other frames find the page that has the function. Returns the undo. */
export function addLocator(document: TcfDocument | undefined): () => void {
  if (!document || document.querySelector(`iframe[name="${LOCATOR}"]`)) return () => {};
  const frame = document.createElement('iframe');
  frame.name = LOCATOR;
  // There it is never shown, and there is a head before there is a body.
  document.head.appendChild(frame);
  return () => frame.remove();
}

/** The calls that a stub has kept until now: by agreement it answers them when it is called without arguments. */
export function queuedCalls(stub: unknown): readonly (readonly unknown[])[] {
  const queue = callStub(stub);
  return Array.isArray(queue) ? queue.filter(Array.isArray) : [];
}

/** Answers what frames ask by message. Whatever is not a call in the agreed form is ignored. */
export function answerMessages(call: TcfFunction): (message: TcfMessage) => void {
  return ({ data, source }) => {
    const isText = typeof data === 'string';
    const asked = ownValue(isText ? parseCall(data) : data, CALL);
    if (!isRecord(asked) || !isRecord(source)) return;
    const { command, version, parameter, callId } = asked;
    if (typeof callId !== 'string' && typeof callId !== 'number') return;
    const reply = (returnValue: unknown, success: unknown) => {
      const message = { __tcfapiReturn: { returnValue, success, callId } };
      if (typeof source.postMessage === 'function') source.postMessage(isText ? JSON.stringify(message) : message, '*');
    };
    call(command, version, reply, parameter);
  };
}

const callStub = /* @__PURE__ */ orUndefined<unknown>((stub) => (typeof stub === 'function' ? stub() : stub));
const parseCall = /* @__PURE__ */ orUndefined<unknown>((text) => JSON.parse(String(text)));
