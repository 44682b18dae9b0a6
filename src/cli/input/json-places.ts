/** Where something stands in a text; both are counted from 1, columns in UTF-16 code units, as editors do. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

// The beginning of a string, brackets and commas, and the rest: numbers and words.
const TOKEN = /["[\]{},]|[^\s[\]{},":]+/g;

interface Container {
  readonly pointer: string;
  readonly isList: boolean;
  /** Whether something that is looked for lies in it. */
  readonly isWanted: boolean;
  index: number;
  key: string | undefined;
}

/**
 * Finds the values that JSON Pointers lead to in a JSON text, in one pass; of a pointer that leads nowhere, the innermost value
 * around it. The text was parsed before, so it is JSON.
 */
export function placesIn(text: string, pointers: Iterable<string>): ReadonlyMap<string, TextPlace> {
  const wanted = new Set(pointers);
  const offsets = offsetsIn(text, withAncestors(wanted));
  const offsetOf = (pointer: string): number => offsets.get(pointer) ?? (pointer ? offsetOf(parentOf(pointer)) : 0);
  const placeAt = placesAt(text);
  return new Map([...wanted].map((pointer) => [pointer, placeAt(offsetOf(pointer))]));
}

function offsetsIn(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const containers: Container[] = [];
  for (const { token, index } of tokensOf(text)) {
    const container = containers.at(-1);
    if (token === ']' || token === '}') containers.pop();
    else if (token === ',') advance(container);
    else if (container && !container.isList && container.key === undefined) container.key = token;
    else {
      const pointer = container?.isWanted === false ? undefined : pointerIn(container);
      const isWanted = pointer !== undefined && wanted.has(pointer);
      // Of a key that is there twice the last one counts.
      if (isWanted) offsets.set(pointer, index);
      if (token === '[' || token === '{') {
        containers.push({ pointer: pointer ?? '', isList: token === '[', isWanted, index: 0, key: undefined });
      }
    }
  }
  return offsets;
}

/** A bracket, a comma, a string, a number or a word of a JSON text, and where it begins. */
export interface Token {
  readonly token: string;
  readonly index: number;
}

/** The tokens of a JSON text, but colons. */
export function* tokensOf(text: string): Generator<Token> {
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { 0: start, index } = match;
    if (start === '"') pattern.lastIndex = endOfString(text, index);
    yield { token: start === '"' ? text.slice(index, pattern.lastIndex) : start, index };
  }
}

/** A pattern for a whole string would need a stack as deep as the string has escapes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function advance(container: Container | undefined): void {
  if (!container) return;
  container.index++;
  container.key = undefined;
}

function pointerIn(container: Container | undefined): string {
  if (!container) return '';
  const { pointer, isList, index, key = '""' } = container;
  const name = isList ? String(index) : String(JSON.parse(key));
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function withAncestors(pointers: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set<string>(['']);
  for (let pointer of pointers) for (; pointer && !all.has(pointer); pointer = parentOf(pointer)) all.add(pointer);
  return all;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** Answers lines and columns of offsets, by the offsets at which lines begin. */
export function placesAt(text: string): (offset: number) => TextPlace {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
