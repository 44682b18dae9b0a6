import type { Child } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { OpenedTexts } from '../texts/opened.ts';
import type { UiTexts } from '../texts/texts.ts';
import type { Sitting } from './sitting.ts';

/** What is shown at the moment, and to whom. */
export interface Shown {
  readonly relationship: Relationship;
  readonly sitting: Sitting;
  readonly texts: OpenedTexts;
  /** What has been unfolded: `part purpose`. */
  readonly unfolded: ReadonlySet<string>;
  /** All messages, once there are more than English; each part brings its own English. */
  readonly spoken: UiTexts | undefined;
}

/** What a button, field or form of the centre does, when it is used; it answers what that changes in the sitting. */
export type Act = (shown: Shown, target: HTMLElement) => Next | Promise<Next>;

/** What changes in a sitting. */
export type Next = Partial<Sitting> | undefined;

/** A part of the centre that is loaded when it is first needed. */
export interface Part {
  /** What is in it; `of` is the purpose that it belongs to, if it does to one. */
  render(shown: Shown, of: string): Child;
  /** What each button, field or form of it does, by the name in `data-do`. */
  readonly acts?: Readonly<Record<string, Act>>;
}
