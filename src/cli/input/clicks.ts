/** Collects the clicks of sessions; of one moment in the order of the rows. */
export interface Clicks {
  add(session: string, item: string, at?: number): void;
  /** By time; of the sessions that were named, or of all. */
  sessions(ids?: readonly string[]): readonly (readonly string[])[];
}

export function createClicks(): Clicks {
  const bySession = new Map<string, { readonly item: string; readonly at: number }[]>();
  return {
    add(session, item, at = 0) {
      const clicks = bySession.get(session);
      if (clicks === undefined) bySession.set(session, [{ item, at }]);
      else clicks.push({ item, at });
    },
    sessions: (ids = [...bySession.keys()]) =>
      ids.map((id) => (bySession.get(id) ?? []).toSorted((a, b) => a.at - b.at).map(({ item }) => item)),
  };
}
