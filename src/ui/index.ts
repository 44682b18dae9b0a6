// What the person sees: a banner and a preference centre as custom elements, without a framework.
//
// Promises
// - Yes and no are on the same layer and have the same weight.
// - Nothing is decided before it is saved, and everything that is shown is decided then.
// - Withdrawing all takes one press, as accepting does, and reaches what single parties were given.
// - Both layers are free of accessibility faults in light, dark, right-to-left, small and enlarged pages.
// - A strict content security policy and Trusted Types have nothing to object to.
// - Texts of a policy and of a profile are never HTML.
// - What changes elsewhere changes here, and keeps the focus, what is unfolded and what is not saved.
// - Nothing listens any more once it is removed, and it comes back with what holds then.
// - A page in which nobody opens the preference centre does not load it.
// - What unfolds is loaded when it is unfolded, and not before.
// - Whoever asks is told at once, and whenever a layer is shown or gone.
// - A suggestion from a file is in force only when the person confirms it.
export { defineBanner } from './banner/banner.ts';
export { defineCentre } from './centre/centre.ts';
export { defineElements } from './define-elements.ts';
export { type DisplayStatus, onDisplay } from './display.ts';
export type { RelationshipElement } from './element.ts';
export { defineOpener } from './opener/opener.ts';
export type { Erasure, Relationship, Rights, VisibleConsent, VisibleProfile } from './relationship.ts';
export type { UiTexts } from './texts/texts.ts';
