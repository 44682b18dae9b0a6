import { type Attributes, type Child, h } from './node.ts';

/** A button that does something by itself. What is done is also its part, for a page that wants to style it. */
export function button(does: string, label: Child, attributes: Attributes = {}): HTMLElement {
  return h('button', { type: 'button', part: `button ${does}`, 'data-do': does, ...attributes }, label);
}
