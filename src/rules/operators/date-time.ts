const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** A date, with or without a time and a zone (ISO 8601), in milliseconds since 1970; read as UTC where there is no zone. */
export function readDateTime(text: unknown): { readonly ms: number; readonly hasZone: boolean } | undefined {
  const [match, date, time = '00:00', zone] = (typeof text === 'string' && DATE_TIME.exec(text)) || [];
  const ms = match ? Date.parse(`${date}T${time}${zone ?? 'Z'}`) : Number.NaN;
  // The day must exist: engines read 31 February as 3 March.
  if (Number.isNaN(ms) || new Date(`${date}T00:00Z`).toISOString().slice(0, 10) !== date) return undefined;
  return { ms, hasZone: zone !== undefined };
}
