import { isRecord, ownValue } from '../../core/index.ts';
import type { GppMessage, GppTarget } from './target.ts';

/** Answers a command: the data, and whether the command could be answered. */
export type GppCallback = (data: unknown, success: boolean) => void;

/** What `__gpp` is called with, and everything about it may be wrong. */
export type GppCommand = (command: unknown, callback: unknown, parameter?: unknown) => void;

const LOCATOR = '__gppLocator';

/**
 * Adds the frame by which other frames find the window that answers them, and answers their messages; returns the undo. Where such
 * a frame is there already, a stub answers messages by calling `__gpp`, and a second answer would only confuse.
 */
export function serveFrames(target: GppTarget, command: GppCommand): () => void {
  const { document } = target;
  if (document && document.getElementsByName(LOCATOR).length > 0) return () => {};
  const listener = listenToFrames(command);
  target.addEventListener('message', listener);
  const frame = document?.createElement('iframe');
  if (frame) {
    frame.name = LOCATOR;
    // There it is never shown, and there is a head before there is a body.
    document?.head.appendChild(frame);
  }
  return () => {
    target.removeEventListener('message', listener);
    frame?.remove();
  };
}

/**
 * A listener that takes commands from the messages of other frames, and answers in the form in which it was asked. Whatever is not
 * such a command is somebody else's message, or an attack, and is ignored.
 */
function listenToFrames(command: GppCommand): (message: GppMessage) => void {
  return ({ data, origin, source }) => {
    const isText = typeof data === 'string';
    const call = ownValue(isText ? parse(data) : data, '__gppCall');
    if (!isRecord(call)) return;
    const answer: GppCallback = (returnValue, success) => {
      const reply = { __gppReturn: { returnValue, success, callId: call.callId } };
      // A frame without an origin of its own can only be written to as anybody.
      source?.postMessage(isText ? JSON.stringify(reply) : reply, /^https?:/.test(origin) ? origin : '*');
    };
    command(call.command, answer, call.parameter);
  };
}

function parse(text: string): unknown {
  try {
    // Most messages of a page are somebody else's.
    return text.includes('__gppCall') && JSON.parse(text);
  } catch {
    return undefined;
  }
}
