import { type Child, h } from '../node.ts';
import { ACTS } from './actions.ts';
import type { Part, Shown } from './part.ts';

/** Once loaded, a part is there wherever it is needed. */
const loaded: Record<string, Part> = {};

/** The file in which a part is. Each `import()` stands for itself: that is what bundlers split by. */
function fileOf(name: string): Promise<{ readonly parts: Readonly<Record<string, Part>> }> {
  if (name === 'notices') return import('./notices.ts');
  return name === 'others' ? import('./others.ts') : import('./rights.ts');
}

/** Loads what is in a part, and those that share its file. Rejects when that cannot be had; the next time tries again. */
export async function loadPart(name: string): Promise<void> {
  const { parts } = await fileOf(name);
  Object.assign(loaded, parts);
  for (const { acts } of Object.values(parts)) Object.assign(ACTS, acts);
}

/** What is in a part; nothing as long as it is not loaded. */
export function inside(shown: Shown, name: string, of = ''): Child {
  return loaded[name]?.render(shown, of);
}

/** A part that unfolds. It stays empty until it has been unfolded once. */
export function section(shown: Shown, name: string, title: Child, of = ''): Child {
  return h(
    'details',
    { 'data-key': name, 'data-of': of, part: `section ${name}` },
    h('summary', {}, title),
    shown.unfolded.has(`${name} ${of}`) && h('div', { class: 'stack' }, inside(shown, name, of) ?? '…'),
  );
}
