import type { CliIo } from '../io.ts';
import { createPaint } from './colour.ts';
import { plainText } from './plain-text.ts';

/** A line of a summary: what it is about, and what is said of it. Further lines are indented below. */
export type Fact = readonly [label: string, ...lines: readonly string[]];

const LABEL_WIDTH = 11;

/** Labels that are more than headings. */
const STRONG_LABELS = { error: 'red', warning: 'yellow' } as const;

/** A titled list of facts, in columns, for people. */
export function formatFacts(title: string, facts: readonly Fact[], io: CliIo): string {
  const paint = createPaint(io.stdout, io.env);
  const { bold } = paint;
  const lines = facts.flatMap(([label, ...texts]) =>
    texts.map((text, i) => {
      const colour = label === 'error' || label === 'warning' ? STRONG_LABELS[label] : 'dim';
      return `  ${paint[colour]((i === 0 ? label : '').padEnd(LABEL_WIDTH))} ${plainText(text)}`;
    }),
  );
  return `${bold(plainText(title))}\n${lines.join('\n')}\n`;
}

/** Cells in columns as wide as their longest; the last column is not padded. `right` names those that hold numbers. */
export function formatTable(cells: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const rows = cells.map((row) => row.map(plainText));
  const widths = rows.reduce<number[]>((all, row) => row.map((text, i) => Math.max(all[i] ?? 0, text.length)), []);
  return rows.map((row) =>
    row
      .map((text, i) => {
        if (right.includes(i)) return text.padStart(widths[i] ?? 0);
        return i === row.length - 1 ? text : text.padEnd(widths[i] ?? 0);
      })
      .join('  '),
  );
}
