import { type Child, h } from '../node.ts';
import { ACTS } from './actions.ts';
import type { Part, Shown } from './part.ts';

// Each `import()` stands for itself: that is what bundlers split by.
const FILES: Readonly<Record<string, () => Promise<{ readonly part: Part }>>> = {
  notices: () => import('./notices.ts'),
  others: () => import('./others.ts'),
  release: () => import('./release.ts'),
  interests: () => import('./interests.ts'),
  known: () => import('./known.ts'),
  history: () => import('./history.ts'),
  rights: () => import('./rights.ts'),
};

/** Once loaded, a part is there wherever it is needed. */
const loaded = new Map<string, Part>();

/** Loads what is in a part. Rejects when that cannot be had; the next time tries again. */
export async function loadPart(name: string): Promise<void> {
  const file = await FILES[name]?.();
  if (!file) return;
  loaded.set(name, file.part);
  Object.assign(ACTS, file.part.acts);
}

/** What is in a part; nothing as long as it is not loaded. */
export function inside(shown: Shown, name: string, of = ''): Child {
  return loaded.get(name)?.render(shown, of);
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
