/** Under keys that begin so lie events that came before the code that sends them. Other keys of the same store are left alone. */
export const EARLY_KEYS = 'early/';
