/** A row of the README's table of entries. */
export interface EntryRow {
  readonly name: string;
  readonly size: string;
}

/** The rows of the table whose first heading is *Entry* and whose last is a size. */
export function readEntryTable(markdown: string): readonly EntryRow[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => /^\|\s*Entry\s*\|/.test(line));
  const rows: EntryRow[] = [];
  for (const line of start < 0 ? [] : lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.split('|').map((cell) => cell.trim());
    rows.push({ name: (cells[1] ?? '').replaceAll('`', ''), size: cells.at(-2) ?? '' });
  }
  return rows;
}
