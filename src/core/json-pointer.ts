/** The JSON Pointer (RFC 6901) of a member of what `parent` points to; `~` and `/` in its name are escaped. */
export function pointerTo(parent: string, key: string | number): string {
  // Nearly no key has one of them, and documents of many thousands of values are read.
  const isPlain = typeof key === 'number' || !(key.includes('~') || key.includes('/'));
  return `${parent}/${isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
