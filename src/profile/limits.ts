/** How much of each kind is kept; the least or the oldest goes first. */
export const PROFILE_LIMITS = {
  names: 100,
  recent: 50,
  interests: 50,
  purchased: 200,
  cart: 100,
  folded: 100,
  /** Events that conditions can ask about: so many, for so many milliseconds (180 days), with so many properties each. */
  history: 500,
  historyMs: 15_552_000_000,
  historyProperties: 20,
  textLength: 200,
} as const;
