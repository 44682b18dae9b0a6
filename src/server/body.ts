import type { Refusal } from './http.ts';

/** What a body held, or why it cannot be read. */
export type BodyReading =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads a JSON body within the limit. The limit counts what arrives and, for gzip, what it inflates to, while it arrives: a
 * large body is refused as soon as it is too large, and the rest is neither read nor inflated.
 */
export async function readJsonBody(request: Request, maxBodyBytes: number): Promise<BodyReading> {
  const refusal = unsupported(request) ?? announcedTooLarge(request, maxBodyBytes);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  try {
    const bytes = await readBytes(request.body, maxBodyBytes, encodingOf(request) === 'gzip');
    return bytes === undefined ? { kind: 'refused', refusal: tooLarge(maxBodyBytes) } : parseJson(bytes);
  } catch {
    return refused(400, 'truncated-input', 'The body did not arrive whole, or its gzip is broken.');
  }
}

function unsupported(request: Request): Refusal | undefined {
  const type = request.headers.get('content-type') ?? '';
  if (!isJsonLike(type)) {
    const message = `The content type "${type.slice(0, 80)}" is not taken. Send application/json, or text/plain from a beacon, in UTF-8.`;
    return {
      status: 415,
      code: 'unsupported-media-type',
      message,
      headers: { accept: 'application/json, text/plain' },
    };
  }
  const encoding = encodingOf(request);
  if (encoding === 'gzip' || encoding === 'identity') return undefined;
  const message = `The content encoding "${encoding.slice(0, 80)}" is not taken. Send gzip, or none.`;
  return { status: 415, code: 'unsupported-media-type', message, headers: { 'accept-encoding': 'gzip' } };
}

/** `application/json` or `text/plain`, which `sendBeacon` uses for strings, with no charset but UTF-8. */
function isJsonLike(contentType: string): boolean {
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json' && type !== 'text/plain') return false;
  return parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-?8"?$/.test(parameter));
}

function encodingOf(request: Request): string {
  return (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
}

function announcedTooLarge(request: Request, maxBodyBytes: number): Refusal | undefined {
  const announced = Number(request.headers.get('content-length') ?? 0);
  return announced > maxBodyBytes ? tooLarge(maxBodyBytes) : undefined;
}

function tooLarge(maxBodyBytes: number): Refusal {
  const message = `The body is larger than ${maxBodyBytes} bytes. Send less at a time.`;
  return { status: 413, code: 'body-too-large', message };
}

/** The bytes of a body, inflated, or `undefined` once they are more than the limit. */
async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  isGzip: boolean,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array(0);
  const bytes = await readWithin(body, maxBytes);
  return bytes === undefined || !isGzip ? bytes : readWithin(inflated(bytes), maxBytes);
}

// The compressed bytes are within the limit and in memory; only their inflated form may be a bomb, and it is streamed.
function inflated(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
}

const FIRST_BYTES = 16_384;

// Copied as they come: a body in many tiny chunks, each kept, would cost hundreds of times its size.
async function readWithin(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader();
  let bytes = new Uint8Array(Math.min(FIRST_BYTES, maxBytes));
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, size);
    const next = size + value.byteLength;
    if (next > maxBytes) {
      // Not awaited: a source that never answers the cancel must not hold the answer back.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    if (next > bytes.byteLength) bytes = grown(bytes, next, maxBytes);
    bytes.set(value, size);
    size = next;
  }
}

/** The same bytes with room for at least `needed`: twice the room, so that few copies are made, but no more than the limit. */
function grown(bytes: Uint8Array, needed: number, maxBytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(Math.max(needed, bytes.byteLength * 2), maxBytes));
  larger.set(bytes);
  return larger;
}

function parseJson(bytes: Uint8Array): BodyReading {
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    // The engine's own message would quote the body.
    return refused(400, 'invalid-input', 'The body is not JSON in UTF-8.');
  }
}

function refused(status: number, code: Refusal['code'], message: string): BodyReading {
  return { kind: 'refused', refusal: { status, code, message, at: '' } };
}
