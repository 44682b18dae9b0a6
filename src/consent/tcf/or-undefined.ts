/** The same reader, answering `undefined` instead of throwing. */
export function orUndefined<Value>(parse: (input: unknown) => Value): (input: unknown) => Value | undefined {
  return (input) => {
    try {
      return parse(input);
    } catch {
      return undefined;
    }
  };
}
