import { canonicalJson } from '../../core/index.ts';
import { compileNode } from '../condition/compile.ts';
import type { Condition, ConditionNode, FactNode } from '../condition/condition.ts';
import { NO_CONTEXT } from '../condition/context.ts';
import { type PlacedNode, type PlacedOperation, placedRoot } from '../condition/place.ts';
import { writtenAs } from '../condition/source.ts';
import { ARITHMETIC } from '../operators/arithmetic.ts';
import { COMPARISON } from '../operators/comparison.ts';
import { LOGIC } from '../operators/logic.ts';
import { MEMBERSHIP } from '../operators/membership.ts';
import { ANYTHING, hasValue, invert, NOTHING, NUMERIC, unite, type ValueSet, valuesOf } from './value-set.ts';

/**
 * A part of a condition as the values that make it true. Parts are about the same `term` if they have the same value wherever
 * they are evaluated on the same facts at the same moment.
 */
export interface Atom {
  readonly kind: 'atom';
  readonly term: string;
  /** The part is true where the term has one of these values, unknown where it is unknown, else false. */
  readonly values: ValueSet;
  /** The values that the term can have at all. */
  readonly domain: ValueSet;
  readonly isWhole: boolean;
  /** JSON Pointer of the part, and how it is written. */
  readonly at: string;
  readonly written: string;
}

/** A condition by how its parts decide it, in three values. */
export type Formula = Atom | Constant | Negation | Junction;

interface Constant {
  readonly kind: 'constant';
  readonly value: boolean;
  readonly at: string;
}

interface Negation {
  readonly kind: 'not';
  readonly part: Formula;
  readonly at: string;
}

/** `chain`: true where all parts are; where it is not, it is not said whether it is false or unknown. */
interface Junction {
  readonly kind: 'and' | 'or' | 'chain';
  readonly parts: readonly Formula[];
  readonly at: string;
}

/** What a named segment means, where that is known. */
export type FindSegment = (name: string) => Formula | undefined;

const PLAIN = { ...COMPARISON, ...LOGIC, ...MEMBERSHIP, ...ARITHMETIC };
const COMPARISONS = ['<', '<=', '>', '>='];
const EQUALITIES = ['==', '===', '!=', '!=='];
const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

// Values of the terms that stand for how two others compare.
const LESS = -1;
const SAME_RANK = 0;
const MORE = 1;

/** What answers whole numbers from 0 on. */
const COUNTS = ['count', 'distinct'];
const SUMS = ['sum', 'avg', 'bucket'];

/** A condition as a formula. */
export function formulaOf(condition: Condition, findSegment: FindSegment): Formula {
  const keyOf = (node: ConditionNode): string =>
    node.kind === 'fact' ? `fact ${canonicalJson(node.path)}` : canonicalJson(writtenAs(node));

  function read(node: PlacedNode): Formula {
    if (isConstant(node)) return { kind: 'constant', at: node.at, value: compileNode(node)({}, NO_CONTEXT) === true };
    const known = node.kind === 'operation' ? readOperation(node) : undefined;
    return known ?? segmentOf(node) ?? test(node, node, TRUE);
  }

  function segmentOf(node: PlacedNode): Formula | undefined {
    return node.kind === 'query' && node.name === 'segment' ? findSegment(String(node.query.name)) : undefined;
  }

  function readOperation(node: PlacedOperation & { readonly at: string }): Formula | undefined {
    const { name, operands } = node;
    const [first, second, third] = operands;
    if (name === '!' && first) return { kind: 'not', at: node.at, part: read(first) };
    if (name === 'and' || name === 'or') return { kind: name, at: node.at, parts: operands.map(read) };
    if (!first || !second) return undefined;
    if (third) return COMPARISONS.includes(name) ? between(node, first, second, third) : undefined;
    if (name === 'in' && second.kind === 'literal' && Array.isArray(second.value)) {
      return test(node, first, valuesOf(second.value));
    }
    if (EQUALITIES.includes(name) || COMPARISONS.includes(name)) return compare(node, name, first, second);
    return undefined;
  }

  function between(node: PlacedNode, low: PlacedNode, middle: PlacedNode, high: PlacedNode): Formula {
    const name = node.kind === 'operation' ? node.name : '';
    const parts = [compare(node, name, low, middle), compare(node, name, middle, high)];
    // With constants on both sides it is a single test, and what it is where it is not true is known too.
    return { kind: isConstant(low) && isConstant(high) ? 'and' : 'chain', at: node.at, parts };
  }

  function compare(node: PlacedNode, name: string, a: PlacedNode, b: PlacedNode): Formula {
    if (isConstant(a) && isConstant(b)) {
      const holds =
        node.kind === 'operation' &&
        node.operator.compile(
          [a, b].map((operand) => compileNode(operand)),
          [a, b],
        );
      return { kind: 'constant', at: node.at, value: holds && holds({}, NO_CONTEXT) === true };
    }
    if (isConstant(b)) return test(node, a, passing(name, compileNode(b)({}, NO_CONTEXT)));
    if (isConstant(a)) return test(node, b, passing(FLIPPED[name] ?? name, compileNode(a)({}, NO_CONTEXT)));
    return comparePair(node, name, keyOf(a) + fallbackOf(a), keyOf(b) + fallbackOf(b));
  }

  /** How two terms compare is a term of its own: 0 where they are the same number or text, yes where they equal in another way. */
  function comparePair(node: PlacedNode, name: string, a: string, b: string): Formula {
    const isInOrder = a <= b;
    const term = `compare ${isInOrder ? a : b} with ${isInOrder ? b : a}`;
    const ranks = RANKS[isInOrder ? name : (FLIPPED[name] ?? name)] ?? [];
    const equal = valuesOf([SAME_RANK, true]);
    if (EQUALITIES.includes(name)) {
      const values = name.startsWith('!') ? withoutUnknown(invert(equal)) : equal;
      return atom(node, term, values, ANYTHING);
    }
    return atom(node, term, valuesOf(ranks), ANYTHING);
  }

  /** The part is true where the value of a node is one of these. */
  function test(node: PlacedNode, of: ConditionNode, values: ValueSet): Formula {
    if (of.kind === 'fact') return atom(node, keyOf(of), withFallback(of, values), ANYTHING);
    const name = of.kind === 'literal' ? '' : of.name;
    const isWhole = COUNTS.includes(name);
    // Properties and facts may have other types at run time than they were declared with.
    const isNumber = Object.hasOwn(ARITHMETIC, name) || SUMS.includes(name);
    const domain = isWhole ? COUNTED : isNumber ? NUMERIC : ANYTHING;
    return { ...atom(node, keyOf(of), values, domain), isWhole };
  }

  function atom(node: PlacedNode, term: string, values: ValueSet, domain: ValueSet): Atom {
    const text = JSON.stringify(writtenAs(node));
    return { kind: 'atom', term, values, domain, isWhole: false, at: node.at, written: text };
  }

  return read(placedRoot(condition));
}

const TRUE = valuesOf([true]);
const COUNTED: ValueSet = { ...NOTHING, unknown: true, numbers: [{ low: 0 }] };

const RANKS: Readonly<Record<string, readonly number[]>> = {
  '<': [LESS],
  '<=': [LESS, SAME_RANK],
  '>': [MORE],
  '>=': [MORE, SAME_RANK],
};

/** The values that pass a comparison with a constant on its right. */
function passing(name: string, constant: unknown): ValueSet {
  if (EQUALITIES.includes(name)) {
    const equal = typeof constant === 'object' && constant !== null ? NOTHING : valuesOf([constant]);
    return name.startsWith('!') ? withoutUnknown(invert(equal)) : equal;
  }
  if (typeof constant === 'number') return { ...NOTHING, numbers: [beside(name, constant)] };
  return typeof constant === 'string' ? { ...NOTHING, texts: [beside(name, constant)] } : NOTHING;
}

function beside<T>(name: string, limit: T) {
  const isOpen = !name.endsWith('=');
  return name.startsWith('<') ? { high: limit, isHighOpen: isOpen } : { low: limit, isLowOpen: isOpen };
}

/** A missing fact has the value that its default has: with a default that passes, it passes too. */
function withFallback({ fallback }: FactNode, values: ValueSet): ValueSet {
  if (fallback === null) return values;
  const known = { ...values, missing: false };
  return hasValue(values, fallback) ? unite(known, valuesOf([null])) : known;
}

function fallbackOf(node: ConditionNode): string {
  return node.kind === 'fact' && node.fallback !== null ? ` or ${canonicalJson(node.fallback)}` : '';
}

function withoutUnknown(set: ValueSet): ValueSet {
  return { ...set, unknown: false };
}

/** Whether it has the same value whatever it is evaluated on. Other operators may read more than their operands. */
function isConstant(node: ConditionNode): boolean {
  if (node.kind === 'literal') return true;
  return node.kind === 'operation' && Object.hasOwn(PLAIN, node.name) && node.operands.every(isConstant);
}
