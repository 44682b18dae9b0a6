import { isRecord } from './json.ts';

/**
 * JSON in the canonical form of RFC 8785: no white space, keys sorted by UTF-16 code units. Equal values give equal strings.
 * The value must be JSON: members that are `undefined` are left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  // One string that grows: ledgers are verified event by event, and lists of members cost more than the members.
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
