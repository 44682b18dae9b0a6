import type { FrameTarget } from '../frame-calls.ts';

/** The window in which `__gpp` lives, as far as it is needed: a browser's `window` fits. */
export interface GppTarget extends FrameTarget {
  __gpp?: unknown;
}

/** Answers a command: the data, and whether the command could be answered. */
export type GppCallback = (data: unknown, success: boolean) => void;

/** What `__gpp` is called with, and everything about it may be wrong. */
export type GppCommand = (command: unknown, callback: unknown, parameter?: unknown) => void;
