import { type Child, h } from '../node.ts';

/** A line of a list: a word of the person's or the shop's, and what can be done with it. */
export function row(name: string, ...rest: readonly Child[]): HTMLElement {
  return h('li', { class: 'row' }, h('bdi', {}, name), rest);
}
