import { isRecord, ownValue } from '../core/index.ts';

/** What of a page an interface of IAB Tech Lab needs to be found and asked by other frames: a browser's `window` has it. */
export interface FrameTarget {
  readonly document?: FrameDocument;
  addEventListener(type: 'message', listener: (message: FrameMessage) => void): void;
  removeEventListener(type: 'message', listener: (message: FrameMessage) => void): void;
}

/** What of a message between windows is used. */
export interface FrameMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: { postMessage(message: unknown, origin: string): void } | null;
}

/** What of a document is used. */
export interface FrameDocument {
  readonly head: FrameParent;
  createElement(tag: 'iframe'): LocatorFrame;
  getElementsByName(name: string): { readonly length: number };
}

/** Takes the frame. */
export interface FrameParent {
  appendChild(node: FrameNode): unknown;
}

/** Whatever can be put into a document. */
export interface FrameNode {
  readonly nodeType: number;
}

/** What of a frame is used. */
export interface LocatorFrame extends FrameNode {
  name: string;
  remove(): void;
}

/** Answers a frame in the form in which it asked. */
export type FrameReply = (returnValue: unknown, success: unknown) => void;

/**
 * Serves other frames: puts the frame there by which they find the window that has the function of that name, and answers what they ask by
 * message. A stub that is a function hands messages on by itself, and whoever asks must not be answered twice. Returns the undo.
 */
export function serveFrames(
  target: FrameTarget,
  name: string,
  stub: unknown,
  answer: (call: Readonly<Record<string, unknown>>, reply: FrameReply) => void,
): () => void {
  const { document } = target;
  const listener = ({ data, origin, source }: FrameMessage) => {
    const isText = typeof data === 'string';
    const call = ownValue(isText ? parse(data) : data, `${name}Call`);
    // Whatever is not a call in the agreed form is somebody else's message, or an attack.
    if (!isRecord(call)) return;
    answer(call, (returnValue, success) => {
      const reply = { [`${name}Return`]: { returnValue, success, callId: call.callId } };
      // A frame without an origin of its own can only be written to as anybody.
      source?.postMessage(isText ? JSON.stringify(reply) : reply, /^http/.test(origin) ? origin : '*');
    });
  };
  if (typeof stub !== 'function') target.addEventListener('message', listener);
  const isFound = document?.getElementsByName(`${name}Locator`).length;
  const frame = isFound ? undefined : document?.createElement('iframe');
  if (frame) {
    frame.name = `${name}Locator`;
    // There it is never shown, and there is a head before there is a body.
    document?.head.appendChild(frame);
  }
  return () => {
    target.removeEventListener('message', listener);
    frame?.remove();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
