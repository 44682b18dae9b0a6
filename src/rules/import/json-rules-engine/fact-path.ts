import { invalid } from '../../condition/refusal.ts';

/**
 * The fact that json-rules-engine reads, as the operand of a condition: its id, and the names of a JSONPath within it, which may be
 * `$.a.b` and `$['a']['b']`.
 *
 * @throws KindredError `invalid-rule` for other paths: rules do not look into lists, and search nothing
 */
export function factOf(id: string, path: unknown, at: string): { readonly var: string } {
  const names = path === undefined || path === null ? [] : namesIn(path, at);
  return { var: [id, ...names].map((name) => name.replace(/[\\.]/g, '\\$&')).join('.') };
}

function namesIn(path: unknown, at: string): readonly string[] {
  const text = typeof path === 'string' ? path : '';
  const part = /\.([^.[\]*$@?()]+)|\['([^']+)'\]|\["([^"]+)"\]/y;
  const names: string[] = [];
  let place = text.startsWith('$') ? 1 : 0;
  while (place < text.length) {
    part.lastIndex = place;
    const [whole, plain, single, double] = part.exec(text) ?? [];
    const name = plain ?? single ?? double ?? '';
    if (!whole || /^\d+$/.test(name)) {
      throw invalid(`The path "${text}" searches, or looks into a list`, at, 'Write "$.a.b", and give that as a fact.');
    }
    names.push(name);
    place += whole.length;
  }
  if (!text) throw invalid('This is no path', at, 'Write "$.a.b".');
  return names;
}
