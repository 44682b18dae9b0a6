// What the person sees: a banner and a preference centre as custom elements, without a framework.

export { defineBanner } from './banner/banner.ts';
export { defineCentre } from './centre/centre.ts';
export { defineElements } from './define-elements.ts';
export type { RelationshipElement } from './element.ts';
export { defineOpener } from './opener/opener.ts';
export type { Erasure, Relationship, Rights, VisibleConsent, VisibleProfile } from './relationship.ts';
export type { UiTexts } from './texts/texts.ts';
