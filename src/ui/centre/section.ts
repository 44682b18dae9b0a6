import { type Child, h } from '../node.ts';

/** A part of the centre that unfolds. */
export function section(key: string, title: string, ...children: readonly Child[]): Child {
  return h(
    'details',
    { 'data-key': key, part: `section ${key}` },
    h('summary', {}, h('h3', {}, title)),
    h('div', { class: 'stack' }, children),
  );
}

/** A button that does something. */
export function action(does: string, label: string, part: string = does): Child {
  return h('button', { type: 'button', part: `button ${part}`, 'data-do': does }, label);
}
