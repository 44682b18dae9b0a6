import type { FrameTarget } from '../frame-calls.ts';
import { orUndefined } from './or-undefined.ts';

/** What of a page is used. A browser's `window` is one. */
export interface TcfTarget extends FrameTarget {
  __tcfapi?: unknown;
}

/** The four arguments of `__tcfapi`, of whatever type. */
export type TcfFunction = (command: unknown, version: unknown, callback: unknown, parameter: unknown) => void;

/** The calls that a stub has kept until now: by agreement it answers them when it is called without arguments. */
export function queuedCalls(stub: unknown): readonly (readonly unknown[])[] {
  const queue = callStub(stub);
  return Array.isArray(queue) ? queue.filter(Array.isArray) : [];
}

const callStub = /* @__PURE__ */ orUndefined<unknown>((stub) => (typeof stub === 'function' ? stub() : stub));
