/**
 * What is known of items besides who had them: by the name of the attribute, what tells an item's value or values, for example
 * its brand. `undefined` where there is none.
 */
export type Attributes = Readonly<Record<string, (item: string) => string | readonly string[] | undefined>>;

/** The values of one attribute, each once. */
export type ValuesOf = (item: string) => readonly string[];

/** `undefined` where there is no such attribute. What fails, or gives no text, has no value. */
export function valuesOf(attributes: Attributes, name: unknown): ValuesOf | undefined {
  const read = typeof name === 'string' && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (typeof read !== 'function') return undefined;
  return (item) => {
    try {
      const found: unknown = read(item);
      if (typeof found === 'string') return [found];
      const values = Array.isArray(found) ? found : [found];
      return [...new Set(values.filter((value) => typeof value === 'string'))];
    } catch {
      return [];
    }
  };
}
