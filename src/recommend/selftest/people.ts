import { createInteractions, type Interactions } from '../index.ts';

const DAY_MS = 86_400_000;

/** Who had what on which day, every single time. */
export function peopleOf(rows: readonly (readonly [user: string, item: string, day?: number])[]): Interactions {
  const interactions = createInteractions({ events: true });
  for (const [user, item, day = 0] of rows) interactions.add(user, item, 1, day * DAY_MS);
  return interactions.build();
}

/** The moment of a day. */
export function dayMs(day: number): number {
  return day * DAY_MS;
}

/**
 * Three people: ann has tea and pot, ben tea, pot and cup, cleo cup. So tea and pot have 2 people in common, tea and cup 1, and each
 * item has 2. All on day 0, but for what cleo has.
 */
export function threePeople(dayOfCleo = 0): Interactions {
  return peopleOf([
    ['ann', 'tea'],
    ['ann', 'pot'],
    ['ben', 'tea'],
    ['ben', 'pot'],
    ['ben', 'cup'],
    ['cleo', 'cup', dayOfCleo],
  ]);
}
