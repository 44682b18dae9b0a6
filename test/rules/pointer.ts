/** What a JSON Pointer (RFC 6901) points to. */
export function resolve(document: unknown, pointer: string): { readonly found: boolean; readonly value: unknown } {
  let value = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !(Object.hasOwn(value, key) || isHole(value, key))) {
      return { found: false, value: undefined };
    }
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return { found: pointer === '' || pointer.startsWith('/'), value };
}

function isHole(value: object, key: string): boolean {
  return Array.isArray(value) && Number(key) < value.length;
}
