/** What a JSON Pointer (RFC 6901) leads to. */
export function valueIn(document: unknown, pointer: string): unknown {
  return namesOf(pointer).reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    document,
  );
}

/** The names on a JSON Pointer. */
export function namesOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
