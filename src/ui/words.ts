/** Fills `{name}` in a message. What is filled in is not searched again. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (found, name: string) => String(values[name] ?? found));
}
