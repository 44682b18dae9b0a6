import type { Degree, Purpose } from '../../consent/index.ts';
import { type Child, h } from '../node.ts';
import type { OpenedTexts } from '../texts/opened.ts';

/** All of them. The list of the permissions' own folder would be a file that pages have to wait for. */
export const STEPS: readonly Degree[] = ['none', 'on-device', 'anonymous', 'pseudonymous', 'identified'];

/** The steps from "off" up to what the site asks for, and no further. */
export function stepsOf({ degree }: Purpose): readonly Degree[] {
  return STEPS.slice(0, STEPS.indexOf(degree) + 1);
}

/** The ladder of one purpose: one radio button a step. */
export function ladder(texts: OpenedTexts, purpose: Purpose, chosen: Degree): Child {
  const { id } = purpose;
  return h(
    'div',
    { class: 'ladder', part: 'ladder' },
    stepsOf(purpose).map((degree) => {
      const isChosen = degree === chosen;
      const field = { type: 'radio', name: id, value: degree, checked: isChosen, 'data-do': 'set', 'data-of': id };
      return h(
        'label',
        { part: 'step' },
        h('input', field),
        h('span', {}, h('b', {}, texts[degree]), ' ', h('small', {}, texts[`${degree}Hint`])),
      );
    }),
  );
}
