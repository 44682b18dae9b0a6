// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';

/** @throws KindredError `invalid-input`, at this argument, where it does not hold */
export function expectThat(holds: boolean, at: string, what: string): void {
  if (!holds) throw new KindredError('invalid-input', `Kernels: \`${at}\` ${what}.`, { at });
}

/**
 * Checks rows of entries before their indices become addresses: where a row begins, and that columns are there.
 *
 * @throws KindredError `invalid-input`
 */
export function checkRows(start: Uint32Array, column: Uint32Array, columnCount: number): void {
  const rows = start.length - 1;
  expectThat(rows >= 0 && start[0] === 0, 'start', 'has to begin with 0');
  expectThat(start[rows] === column.length, 'start', 'has to end with the number of entries');
  for (let row = 0; row < rows; row++) {
    if (start[row]! > start[row + 1]!) expectThat(false, 'start', `has to ascend; it does not at row ${row}`);
  }
  let highest = -1;
  for (let e = 0; e < column.length; e++) {
    if (column[e]! > highest) highest = column[e]!;
  }
  expectThat(highest < columnCount, 'column', `names column ${highest}; there are ${columnCount}`);
}
