/** One line of text; `undefined` where it was longer than allowed and was not kept. */
export interface TextLine {
  readonly line: number;
  readonly text: string | undefined;
}

const NEWLINE = 0x0a;

/**
 * Splits bytes at newlines into lines, as many at once as a chunk completes. A line over `maxBytes` is dropped while it
 * arrives, so memory stays bounded whatever the input is.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly TextLine[]> {
  const pending = createPendingLine(maxBytes);
  let line = 0;
  for await (const chunk of chunks) {
    const lines: TextLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      pending.append(chunk.subarray(start, end));
      lines.push({ line: ++line, text: pending.take() });
      start = end + 1;
    }
    pending.append(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (!pending.isEmpty()) yield [{ line: line + 1, text: pending.take() }];
}

function createPendingLine(maxBytes: number) {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    append(bytes: Uint8Array): void {
      length += bytes.length;
      if (length <= maxBytes) parts.push(bytes);
      else parts = [];
    },
    take(): string | undefined {
      const text = length <= maxBytes ? decode(parts) : undefined;
      parts = [];
      length = 0;
      return text;
    },
    isEmpty: () => length === 0,
  };
}

/** Bytes that are not UTF-8 become U+FFFD, which the columns' reader refuses. */
function decode(parts: readonly Uint8Array[]): string {
  const [only] = parts;
  const bytes = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
