/**
 * Sorts ids, in place: by number where each of them is a whole number as JavaScript writes it (`12`, not `012` or `1e3`),
 * otherwise by UTF-16 code units. Either is the same on every platform and in every locale. So ties, which go to the lower
 * index, go to the lower number, as they do in published reference code.
 */
export function sortIds(ids: string[]): string[] {
  if (!areNumbers(ids)) return ids.sort();
  // Numbers alone are sorted several times faster than texts that are read as numbers at each comparison.
  Float64Array.from(ids, Number)
    .sort()
    .forEach((number, place) => {
      ids[place] = String(number);
    });
  return ids;
}

/** Whether the ids are ordered by number. */
export function areNumbers(ids: readonly string[]): boolean {
  return ids.every(isWholeNumber);
}

function isWholeNumber(id: string): boolean {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id;
}
