/** Whether a name is among those; a trailing `*` stands for anything. */
export function isAmong(name: string, patterns: readonly string[] = []): boolean {
  return patterns
    .map(nameAndPath)
    .some(([each]) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

/** The name of a cookie in full may be followed by the path where it is: `visits; Path=/account`. */
export function nameAndPath(pattern: string): readonly [name: string, path: string | undefined] {
  const [name = '', path] = pattern.split(/; *Path=/i);
  return [name, path];
}
