/** Collects the clicks of sessions; of one moment in the order of the rows. */
export interface Clicks {
  add(session: string, item: string, at?: number): void;
  /** By time. */
  sessions(): readonly (readonly string[])[];
}

export function createClicks(): Clicks {
  const bySession = new Map<string, { readonly item: string; readonly at: number }[]>();
  return {
    add(session, item, at = 0) {
      const clicks = bySession.get(session);
      if (clicks === undefined) bySession.set(session, [{ item, at }]);
      else clicks.push({ item, at });
    },
    sessions: () =>
      Array.from(bySession.values(), (clicks) => clicks.toSorted((a, b) => a.at - b.at).map(({ item }) => item)),
  };
}
