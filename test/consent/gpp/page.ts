import type { FrameDocument, FrameMessage, GppTarget, LocatorFrame } from '../../../src/consent/gpp/index.ts';

/** A page without a browser: it has a head, and messages that a test sends. */
export interface FakePage extends GppTarget {
  /** Sends a message from another window. */
  send(data: unknown, source: FrameMessage['source'], origin?: string): void;
  readonly frames: readonly LocatorFrame[];
  readonly listenerCount: () => number;
}

export function fakePage(): FakePage {
  const frames: LocatorFrame[] = [];
  const listeners = new Set<(message: FrameMessage) => void>();
  const document: FrameDocument = {
    head: { appendChild: (node) => node },
    getElementsByName: (name) => frames.filter((frame) => frame.name === name),
    createElement: () => {
      const frame: LocatorFrame = {
        name: '',
        nodeType: 1,
        remove: () => {
          frames.splice(frames.indexOf(frame), 1);
        },
      };
      frames.push(frame);
      return frame;
    },
  };
  return {
    document,
    frames,
    addEventListener: (_, listener) => {
      listeners.add(listener);
    },
    removeEventListener: (_, listener) => {
      listeners.delete(listener);
    },
    send(data, source, origin = 'https://frame.example') {
      for (const listener of [...listeners]) listener({ data, source, origin });
    },
    listenerCount: () => listeners.size,
  };
}
