import { conditionDefinitions } from './condition-schema.ts';
import { anyOf, described, listOf, mapOf, object, ref, type Schema, TEXT } from './json-schema.ts';

/**
 * The JSON Schema (draft 2020-12) of rules files, rule sets and placements, for editors and for other tools. It knows the form and the
 * operators; which facts there are, what they are called and which of them fit each other only `analyseRules` and loading know. The
 * package has it as `kindred/rules.schema.json`.
 *
 * @example
 * ```ts
 * import { rulesSchema } from 'kindred/rules/analysis';
 *
 * console.log(JSON.stringify(rulesSchema(), undefined, 2));
 * ```
 */
export function rulesSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Rules of kindred',
    type: 'object',
    if: { required: ['placements'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so (draft 2020-12, 10.2.2.2).
    then: ref('placements-file'),
    else: ref('rules-file'),
    $defs: { ...FILES, ...PARTS, ...conditionDefinitions() },
  };
}

const HEAD = { $schema: { type: 'string' }, version: { const: 1 } };
const CONTENT = described('Whatever the page needs to show it.', {});

/** What rules and candidates have in common. */
const CHOICE = {
  when: described('The condition; true is always.', ref('condition')),
  priority: described('Higher ones are tried first; 0, if not given.', { type: 'number' }),
  schedule: described('When it is on.', ref('schedule')),
  score: described('For those that match the best: a number, or an expression that gives one.', ref('number')),
  holdout: described('The share of people for whom it never matches: a name among "holdouts".', TEXT),
  cap: described('At most so many impressions within a time.', ref('cap')),
};

const RULE = object(
  {
    id: described('Unique in the file.', TEXT),
    ...CHOICE,
    group: described('What it competes for, such as a place on a page: a name among "groups".', TEXT),
    stop: described('Where it matches, no rule of a lower rank does.', { type: 'boolean' }),
    excludes: described('The ids of rules that never match together with this one.', listOf(TEXT)),
    outcome: CONTENT,
  },
  ['id', 'when'],
);

const CANDIDATE = object(
  {
    id: described('Unique in the placement.', TEXT),
    ...CHOICE,
    content: CONTENT,
    because: described('Why somebody sees it; {path} is filled with a fact.', { type: 'string' }),
  },
  ['id', 'when', 'content'],
);

const SCORE_PART = object({ when: ref('condition'), add: { type: 'number' } }, ['when', 'add']);

/** What all rules of a file can use. */
const SHARED = {
  ...HEAD,
  name: TEXT,
  revision: described('Which version of the rules this is; matches carry it.', TEXT),
  segments: described('Conditions with a name: {"segment": name}.', mapOf(ref('condition'))),
  scores: described('Numbers with a name: the sum of what is added.', mapOf(listOf(SCORE_PART))),
  holdouts: described('Shares of people for whom rules never match.', mapOf(ref('holdout'))),
};

const GROUP = object({ match: { enum: ['first', 'all', 'best'] } });

const FILES: Readonly<Record<string, Schema>> = {
  'rules-file': object(
    { ...SHARED, groups: described('How the rules of a group compete.', mapOf(GROUP)), rules: listOf(RULE) },
    ['version', 'rules'],
  ),
  'placements-file': object(
    { ...SHARED, placements: described('The places of a page, by name.', mapOf(ref('placement'))) },
    ['version', 'placements'],
  ),
};

const PARTS: Readonly<Record<string, Schema>> = {
  placement: object(
    {
      match: { enum: ['first', 'best'] },
      candidates: listOf(CANDIDATE),
      fallback: described('The content for everyone else.', object({ content: CONTENT }, ['content'])),
    },
    ['candidates'],
  ),
  holdout: object({ share: { type: 'number', minimum: 0, maximum: 1 }, salt: TEXT }, ['share']),
  cap: object({ count: { type: 'integer', minimum: 1 }, within: ref('duration') }, ['count', 'within']),
  schedule: {
    ...object({
      from: ref('schedule-time'),
      to: ref('schedule-time'),
      zone: described('A time zone, such as Europe/Berlin; UTC, if not given.', TEXT),
      days: described('1 for Monday to 7 for Sunday.', {
        ...listOf({ type: 'integer', minimum: 1, maximum: 7 }, 1),
        maxItems: 7,
      }),
    }),
    anyOf: [{ required: ['from'] }, { required: ['to'] }, { required: ['days'] }],
  },
  'schedule-time': described('A time of the day ("09:00"), or a date with or without a time.', {
    type: 'string',
    pattern:
      '^((([01]\\d|2[0-3]):[0-5]\\d|24:00)|\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?(Z|[+-]\\d\\d:\\d\\d)?)?)$',
  }),
  duration: described('"90s", "30m", "12h", "7d", "4w", "PT30M" (ISO 8601), or milliseconds.', {
    ...anyOf({ type: 'string', pattern: '^([\\d.]+(ms|[smhdw])|P.+)$' }, { type: 'number', minimum: 1 }),
  }),
  'date-time': described('A day, a date-time with its zone (ISO 8601), or milliseconds since 1970.', {
    ...anyOf({ type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d' }, { type: 'integer' }),
  }),
};
