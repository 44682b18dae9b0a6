/** A web storage area in memory, with room for so many characters. */
export function fakeStorage(quotaChars: number = Number.POSITIVE_INFINITY): Storage {
  const items = new Map<string, string>();
  const used = () => [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    setItem(key, value) {
      const before = items.get(key);
      items.set(key, value);
      if (used() <= quotaChars) return;
      if (before === undefined) items.delete(key);
      else items.set(key, before);
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    },
  };
}

/** What merely touching `localStorage` does where the visitor forbids storage. */
export function forbiddenStorage(): Storage {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}
