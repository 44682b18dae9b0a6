/**
 * Sorts ids, in place: by number where each of them is a whole number as JavaScript writes it (`12`, not `012` or `1e3`),
 * otherwise by UTF-16 code units. Either is the same on every platform and in every locale. So ties, which go to the lower
 * index, go to the lower number, as they do in published reference code.
 */
export function sortIds(ids: string[]): string[] {
  return areNumbers(ids) ? ids.sort((a, b) => Number(a) - Number(b)) : ids.sort();
}

/** Whether the ids are ordered by number. */
export function areNumbers(ids: readonly string[]): boolean {
  return ids.every(isWholeNumber);
}

function isWholeNumber(id: string): boolean {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id;
}
