import { KindredError, pointerTo } from '../../core/index.ts';
import { type Condition, type ConditionNode, compileCondition, parseCondition } from '../../rules/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import { cell, listColumns } from './columns.ts';
import type { Row } from './line.ts';
import type { Table } from './table.ts';
import { readNumber } from './times.ts';

/**
 * Reads the condition of `--where`, in the form of `kindred/rules`.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong
 */
export function parseWhere(text: string): Condition {
  return parseCondition(parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `--where is not JSON (${messageOf(cause)}). Write for example '{">":[{"var":"price"},0]}', in single quotes.`;
    throw new KindredError('invalid-rule', message, { at: '', cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The condition as a test of a table's rows. In NDJSON values have the type that they have in JSON. In CSV all are text, so
 * text that is a JSON number (`12`, `-0.5`, not `007`) is offered as a number, unless it is a whole one that a number cannot
 * hold exactly.
 *
 * @throws KindredError `invalid-rule` where the condition reads a column that the table does not have
 */
export function compileWhere(condition: Condition, table: Table): (row: Row) => boolean {
  const facts = factsOf(condition.root, condition.at);
  for (const { column, at } of facts) requireColumn(column, at, table);
  const matches = compileCondition(condition);
  if (table.format === 'ndjson') return matches;
  const columns = [...new Set(facts.map(({ column }) => column))];
  return (row) => matches(Object.fromEntries(columns.map((column) => [column, typed(cell(row, column))])));
}

interface ReadColumn {
  readonly column: string;
  readonly at: string;
}

function factsOf(node: ConditionNode, at: string): readonly ReadColumn[] {
  switch (node.kind) {
    case 'fact':
      return [{ column: node.path[0] ?? node.name, at }];
    case 'operation': {
      const inside = pointerTo(at, node.name);
      return node.operands.flatMap((operand, index) =>
        factsOf(operand, node.isShort ? inside : pointerTo(inside, index)),
      );
    }
    case 'literal':
      return [];
    case 'query':
      throw new KindredError('invalid-rule', `--where reads the columns of a row; "${node.name}" does not, at ${at}.`, {
        at,
      });
  }
}

function requireColumn(column: string, at: string, table: Table): void {
  if (table.columns.includes(column)) return;
  const message = `--where reads "${column}" at ${at}, and ${table.name} has no such column.${didYouMean(column, table.columns)} ${listColumns(table)}`;
  throw new KindredError('invalid-rule', message, { at });
}

function typed(value: unknown): unknown {
  const number = readNumber(value);
  return number === undefined || (Number.isInteger(number) && !Number.isSafeInteger(number)) ? value : number;
}
