import { INTERESTS_ENGLISH } from '../texts/unfolded-interests.ts';
import { fill, h, row, signButton, usedOf } from './means.ts';
import type { Part } from './part.ts';

/** The words of the person's own. */
export const INTERESTS: Part = {
  render({ relationship: { profile }, spoken = INTERESTS_ENGLISH }) {
    const interests = profile?.snapshot().interests ?? [];
    const removing = (name: string) => signButton('unlike', fill(spoken.remove, { name }), name);
    return [
      h('p', { class: 'note' }, spoken.interestsText),
      interests.length > 0 &&
        h(
          'ul',
          {},
          interests.map((name) => row(name, removing(name))),
        ),
      h(
        'form',
        { class: 'row', 'data-do': 'like' },
        h('label', {}, spoken.newInterest, ' ', h('input', { maxlength: 64, required: true })),
        h('button', {}, spoken.add),
      ),
    ];
  },
  acts: {
    like({ relationship: { profile } }, target) {
      const { value } = usedOf(target);
      if (value) profile?.addInterest(value);
      return undefined;
    },
    unlike: ({ relationship: { profile } }, target) => void profile?.removeInterest(usedOf(target).of),
  },
};
