import { type Child, h } from '../node.ts';

/** A part of the centre that unfolds. */
export function section(key: string, title: string, ...children: readonly Child[]): Child {
  const summary = h('summary', {}, h('h3', {}, title));
  return h('details', { 'data-key': key, part: `section ${key}` }, summary, h('div', { class: 'stack' }, children));
}
