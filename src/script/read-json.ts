/** The members of what a text of JSON holds; none where it is no JSON or has none. */
export function readJson(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? ''));
  } catch {
    return {};
  }
}
