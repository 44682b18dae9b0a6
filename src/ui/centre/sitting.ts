import type { Draft } from './draft.ts';

/** What holds while the centre is open, and is forgotten when it closes. */
export interface Sitting {
  readonly draft: Draft;
  /** Whether the draft comes from a file. */
  readonly isOffer: boolean;
  /** Whether the person is being asked if everything should be erased. */
  readonly isErasing: boolean;
  /** What was last said to the person. */
  readonly said: string;
}

/** A sitting with nothing set. */
export function newSitting(said = ''): Sitting {
  return { draft: new Map(), isOffer: false, isErasing: false, said };
}
