import type { Relationship } from '../relationship.ts';

/** Bubbles from whoever wants the preference centre opened. The centre that answers prevents its default. */
export const OPEN_EVENT = 'kindred-open';

/** Opens the page's preference centre; where there is none, one is loaded and put beside whoever asks. */
export function askToOpen(element: HTMLElement, relationship: Relationship | undefined): void {
  const event = new CustomEvent(OPEN_EVENT, { bubbles: true, composed: true, cancelable: true });
  if (element.dispatchEvent(event)) void bringCentre(element, relationship);
}

async function bringCentre(element: HTMLElement, relationship: Relationship | undefined): Promise<void> {
  const { defineCentre } = await import('../centre/centre.ts');
  defineCentre();
  const centre = element.ownerDocument.createElement('kindred-centre');
  centre.relationship = relationship;
  centre.setAttribute('open', '');
  element.after(centre);
}
