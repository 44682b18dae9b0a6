import { murmur3, pointerTo } from '../../core/index.ts';
import type { ConditionNode } from '../condition/condition.ts';
import type { Evaluate } from '../condition/context.ts';
import type { FactType } from '../condition/facts.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import { absent, type OperatorTable, type QueryOperator, type ReadingScope } from './operator.ts';

// The degrees that a permission can be asked for; a test holds them against those of `consent`.
const DEGREES = ['on-device', 'anonymous', 'pseudonymous', 'identified'];

const MOST_BUCKETS = 2 ** 32;

/** What is known of whoever is there: segments, scores, affinities, the bucket that was drawn, permissions. */
export const STANDING: OperatorTable<QueryOperator> = {
  segment: {
    read(argument, at, scope) {
      const [name = ''] = readNames(argument, at, 1, 1, '"name"');
      return { query: { name }, parts: readNamed(name, at, scope, 'segment', 'segments', 'strings') };
    },
    compile({ name }, [list = absent]) {
      const segment = String(name);
      return (facts, context) => {
        if (context.named) return context.named.segment(segment, facts, context);
        const names = list(facts, context);
        return names === undefined ? undefined : Array.isArray(names) && names.includes(segment);
      };
    },
  },
  score: {
    read(argument, at, scope) {
      const [name = ''] = readNames(argument, at, 1, 1, '"name"');
      const parts = readNamed(name, at, scope, 'score', `scores.${escaped(name)}`, 'number');
      return { query: { name }, parts, type: 'number' };
    },
    compile({ name }, [fact = absent]) {
      const score = String(name);
      return (facts, context) => (context.named ? context.named.score(score, facts, context) : fact(facts, context));
    },
  },
  affinity: {
    read(argument, at, scope) {
      const names = readNames(argument, at, 2, 2, '["category", "tea"]');
      const fact = readTyped(['affinity', ...names.map(escaped)].join('.'), at, scope, 'number');
      return { query: { names }, parts: [fact], type: 'number' };
    },
    compile: (_, [fact = absent]) => fact,
  },
  bucket: {
    read(argument, at) {
      const [salt, count, ...others]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      if (typeof salt !== 'string' || !salt || !isWhole(count) || count > MOST_BUCKETS || others.length) {
        throw invalid('This is no bucket', at, 'Write ["a name", 100].');
      }
      return { query: { salt, count }, type: 'number' };
    },
    compile: ({ salt, count }) => draw(String(salt), Number(count)),
  },
  consent: {
    read(argument, at) {
      const [purpose, degree, party] = readNames(argument, at, 1, 3, '["purpose", "degree", "party"]');
      if (degree && !DEGREES.includes(degree)) throw unknownName('degree', degree, pointerTo(at, 1), DEGREES);
      return { query: { purpose, degree, party } };
    },
    compile({ purpose, degree, party }) {
      const [which, least, who] = [String(purpose), optional(degree), optional(party)];
      return (_, { allows }) => allows?.(which, least, who) === true;
    },
  },
};

/** The bucket of a unit: always the same for its id and a salt, and each as likely. */
function draw(salt: string, count: number): Evaluate {
  let drawnFor: string | undefined;
  let drawn: number | undefined;
  return (_, { unit }) => {
    if (unit !== drawnFor) {
      drawnFor = unit;
      drawn = unit === undefined ? undefined : Math.floor((murmur3(`${salt}:${unit}`) / MOST_BUCKETS) * count);
    }
    return drawn;
  };
}

/** The fact that stands for something with a name; none, where a rule set says which names there are. */
function readNamed(
  name: string,
  at: string,
  scope: ReadingScope,
  what: 'segment' | 'score',
  path: string,
  type: FactType,
) {
  const known = scope.options[`${what}s`];
  if (!known) return [readTyped(path, at, scope, type)];
  if (!known.includes(name)) throw unknownName(what, name, at, known);
  return [];
}

function readTyped(path: string, at: string, scope: ReadingScope, type: FactType): ConditionNode {
  const fact = scope.readFact(path);
  if (fact.type === type || fact.type === 'unknown') return fact;
  throw invalid(`The fact "${path}" is declared as ${fact.type}, not ${type}`, at, 'Ask it with "var".');
}

function readNames(argument: unknown, at: string, least: number, most: number, form: string): readonly string[] {
  const names: readonly unknown[] = Array.isArray(argument) ? [...argument] : [argument];
  const texts = names.filter((name) => typeof name === 'string').filter(Boolean);
  if (texts.length >= least && texts.length === names.length && texts.length <= most) return texts;
  throw invalid('These are no such names', at, `Write ${form}.`);
}

/** A name as it is written in a path. */
function escaped(name: string): string {
  return name.replace(/[.\\]/g, '\\$&');
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
