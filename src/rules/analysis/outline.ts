import { isRecord, type Json, ownValue, pointerTo } from '../../core/index.ts';

/** A rule of a file as it is written, whatever is wrong with it. */
export interface OutlinedRule {
  /** How people know it: its id, or its place in the file. */
  readonly id: string;
  /** JSON Pointers of the rule and of its condition. */
  readonly at: string;
  readonly whenAt: string;
  readonly when: unknown;
  /** What it competes for: a group, or a placement. */
  readonly group: string | undefined;
  /** Its place in the order in which rules are tried. */
  readonly rank: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Something of a file that has a name. */
export interface Named {
  readonly name: string;
  readonly at: string;
  readonly value: unknown;
}

/** What stands in a rules file, read without asking whether it is right. */
export interface Outline {
  readonly form: 'rules' | 'placements';
  /** In the order in which they are tried. */
  readonly rules: readonly OutlinedRule[];
  readonly segments: readonly Named[];
  readonly scores: readonly Named[];
  readonly groups: readonly Named[];
  readonly holdouts: readonly Named[];
  readonly placements: readonly Named[];
}

type Ranked = Omit<OutlinedRule, 'rank'>;

/** Outlines a rules file of either form: rule sets have `rules`, those for the places of a page have `placements`. */
export function outline(file: Json): Outline {
  const form = ownValue(file, 'placements') === undefined ? 'rules' : 'placements';
  const rules = form === 'rules' ? rulesOf(file) : namedIn(file, 'placements').flatMap(candidatesOf);
  return {
    form,
    rules: ranked(rules),
    segments: namedIn(file, 'segments'),
    scores: namedIn(file, 'scores'),
    groups: namedIn(file, 'groups'),
    holdouts: namedIn(file, 'holdouts'),
    placements: namedIn(file, 'placements'),
  };
}

function rulesOf(file: Json): readonly Ranked[] {
  return listIn(file, 'rules').map((fields, index): Ranked => {
    const at = pointerTo('/rules', index);
    const group = isRecord(fields) && typeof fields.group === 'string' ? fields.group : undefined;
    return { ...common(fields, at), group };
  });
}

function candidatesOf({ name, at, value }: Named): readonly Ranked[] {
  return listIn(value, 'candidates').map((fields, index) => ({
    ...common(fields, `${at}/candidates/${index}`),
    group: name,
  }));
}

function common(input: unknown, at: string): Omit<Ranked, 'group'> {
  const fields = isRecord(input) ? input : {};
  const id = typeof fields.id === 'string' ? fields.id : at;
  return { id, at, whenAt: `${at}/when`, when: ownValue(fields, 'when'), fields };
}

/** Highest priority first; equal ones in the order in which they are written. */
function ranked(rules: readonly Ranked[]): readonly OutlinedRule[] {
  const sorted = rules.toSorted((one, other) => priorityOf(other) - priorityOf(one));
  return sorted.map((rule, rank) => ({ ...rule, rank }));
}

function priorityOf({ fields: { priority } }: Ranked): number {
  return typeof priority === 'number' ? priority : 0;
}

function namedIn(file: unknown, key: string): readonly Named[] {
  const members = ownValue(file, key);
  if (!isRecord(members)) return [];
  return Object.entries(members).map(([name, value]) => ({ name, at: pointerTo(`/${key}`, name), value }));
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = ownValue(value, key);
  return Array.isArray(list) ? list : [];
}
