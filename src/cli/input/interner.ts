// Longer texts hardly come twice.
const LONGEST = 64;

/** Gives the same string object for the same text: what a log says a million times is kept once. */
export function createInterner(most: number = 50_000): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > LONGEST) return text;
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    known.set(text, text);
    return text;
  };
}
