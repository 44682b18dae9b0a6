import { isRecord, pointerTo } from '../../core/index.ts';
import { type ConditionOptions, createReader, type ParseExpression } from '../condition/parser.ts';
import { didYouMean, invalid, unknownName } from '../condition/refusal.ts';
import { CORE_OPERATORS } from '../operators/core-operators.ts';
import { type Fields, placeOf, readFields, readList, readNumber, readText } from './fields.ts';
import { readRule, type Surroundings } from './read-rule.ts';
import { checkReferences } from './references.ts';
import { GROUP_MATCHES, type Group, type Holdout, type RuleFile, type ScorePart } from './rule.ts';

const VERSION = 1;

const MOST_RULES = 50_000;
const MOST_PARTS = 1000;

/** Reads a rules file, whose list of rules is at a place: all that can be wrong with it is found here. */
export function readRules(file: unknown, given: ConditionOptions, rulesAt = '/rules'): RuleFile {
  // Looked at first: a newer file may well have keys that are unknown here.
  const version = isRecord(file) ? file.version : undefined;
  if (version !== VERSION) {
    throw invalid(
      'This is no rules file of version 1',
      placeOf(file, 'version', ''),
      'Write { "version": 1, "rules": [ … ] }.',
    );
  }
  const fields = readFields(file, '', [
    '$schema',
    'version',
    'name',
    'revision',
    'segments',
    'scores',
    'groups',
    'holdouts',
    'rules',
  ]);
  const optional = (key: string) => (fields[key] === undefined ? undefined : readText(fields[key], `/${key}`));
  const parse = createReader({ operators: CORE_OPERATORS, suggest: didYouMean, ...withNames(given, fields) });
  const segments = readMap(fields, 'segments', (value, at) => parse(value, 'boolean', at));
  const scores = readMap(fields, 'scores', (value, at) => readScore(value, at, parse));
  const surroundings: Surroundings = {
    parse,
    groups: readMap(fields, 'groups', readGroup),
    holdouts: readMap(fields, 'holdouts', readHoldout),
    ids: new Map(),
  };
  const rules = readList(fields.rules, fields.rules === undefined ? '' : rulesAt, MOST_RULES).map((rule, index) =>
    readRule(rule, `${rulesAt}/${index}`, surroundings),
  );
  // Sorting is stable: rules of one priority keep the order in which they were written.
  rules.sort((one, other) => other.priority - one.priority);
  const result = { name: optional('name'), revision: optional('revision'), segments, scores, rules };
  checkReferences(result, surroundings.ids);
  return result;
}

/** A file that defines segments or scores defines all that its rules ask for; else they are facts. */
function withNames(options: ConditionOptions, { segments, scores }: Fields): ConditionOptions {
  if (segments === undefined && scores === undefined) return options;
  return { ...options, segments: Object.keys(segments ?? {}), scores: Object.keys(scores ?? {}) };
}

function readMap<Value>(
  fields: Fields,
  key: string,
  read: (value: unknown, at: string, name: string) => Value,
): ReadonlyMap<string, Value> {
  const members = fields[key] === undefined ? {} : readFields(fields[key], `/${key}`);
  // A map, as the names are anybody's.
  return new Map(Object.entries(members).map(([name, value]) => [name, read(value, pointerTo(`/${key}`, name), name)]));
}

function readScore(input: unknown, at: string, parse: ParseExpression): readonly ScorePart[] {
  return readList(input, at, MOST_PARTS).map((item, index) => {
    const inside = `${at}/${index}`;
    const { when, add } = readFields(item, inside, ['when', 'add']);
    const condition = parse(when, 'boolean', placeOf(item, 'when', inside));
    return { condition, add: readNumber(add, placeOf(item, 'add', inside)) };
  });
}

function readGroup(input: unknown, at: string, name: string): Group {
  const { match = 'first' } = readFields(input, at, ['match']);
  const text = readText(match, `${at}/match`);
  const known = GROUP_MATCHES.find((known) => known === text);
  if (!known) throw unknownName('way to match', text, `${at}/match`, GROUP_MATCHES);
  return { name, match: known };
}

function readHoldout(input: unknown, at: string, name: string): Holdout {
  const { share, salt = name } = readFields(input, at, ['share', 'salt']);
  return {
    name,
    share: readNumber(share, placeOf(input, 'share', at), 0, 1),
    salt: readText(salt, `${at}/salt`),
  };
}
