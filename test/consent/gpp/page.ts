import type { GppDocument, GppFrame, GppMessage, GppTarget } from '../../../src/consent/gpp/index.ts';

/** A page without a browser: it has a head, and messages that a test sends. */
export interface FakePage extends GppTarget {
  /** Sends a message from another window. */
  send(data: unknown, source: GppMessage['source'], origin?: string): void;
  readonly frames: readonly GppFrame[];
  readonly listenerCount: () => number;
}

export function fakePage(): FakePage {
  const frames: GppFrame[] = [];
  const listeners = new Set<(message: GppMessage) => void>();
  const document: GppDocument = {
    head: { appendChild: (node) => node },
    getElementsByName: (name) => frames.filter((frame) => frame.name === name),
    createElement: () => {
      const frame: GppFrame = {
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
