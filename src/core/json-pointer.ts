/** The JSON Pointer (RFC 6901) of a member of what `parent` points to; `~` and `/` in its name are escaped. */
export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
