import type { Degree } from './degree.ts';

/** A permission that something needs: a purpose, and the least degree at which it is of use. */
export interface Need {
  readonly purpose: string;
  readonly degree?: Degree;
  /** Who; the shop itself unless named. */
  readonly party?: string;
}
