import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a client that is still sending may take to notice the answer before the connection is cut. */
const LINGER_MS = 1_000;

/** The body of an incoming request as a web stream that reads no faster than it is read. */
export function requestBody(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isOver = false;
  const over = (end: () => void) => {
    if (isOver) return;
    isOver = true;
    end();
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        incoming.on('data', (chunk: Uint8Array) => {
          incoming.pause();
          if (!isOver) controller.enqueue(new Uint8Array(chunk));
        });
        incoming.on('end', () => over(() => controller.close()));
        incoming.on('error', (error) => over(() => controller.error(error)));
        incoming.on('close', () => over(() => controller.error(new TypeError('The client went away.'))));
        incoming.pause();
      },
      pull: () => void incoming.resume(),
      cancel: () => over(() => incoming.pause()),
    },
    { highWaterMark: 0 },
  );
}

/** Writes a web stream as the body of an answer, no faster than the client takes it, and ends the answer. */
export async function writeBody(
  body: ReadableStream<Uint8Array> | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (body !== null && incoming.method !== 'HEAD') await pump(body, outgoing);
  else await body?.cancel();
  if (!incoming.complete && outgoing.hasHeader('content-length')) await linger(outgoing);
  outgoing.end();
}

async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', stop);
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  outgoing.off('close', stop);
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}

/**
 * A body that was refused is neither read to its end (that is the point of refusing it) nor is the connection cut at once: a
 * reset can reach the client before the answer does. The answer's length is known to it, so it need not wait for the end.
 */
function linger(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    outgoing.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
