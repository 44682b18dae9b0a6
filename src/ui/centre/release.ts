import { h, tagsOf, usedOf, wish } from './means.ts';
import type { Part } from './part.ts';

/** Which interests go with a purpose: only those that are ticked. */
export const RELEASE: Part = {
  render({ relationship: { consent, profile }, sitting: { draft }, texts }, of) {
    const released = tagsOf(consent, draft, of);
    const interests = new Set([...(profile?.snapshot().interests ?? []), ...released]);
    const field = { type: 'checkbox', 'data-do': 'release', 'data-of': of };
    return h(
      'div',
      { role: 'group', class: 'row', 'aria-label': texts.release },
      [...interests].map((tag) =>
        h('label', {}, h('input', { ...field, value: tag, checked: released.includes(tag) }), h('bdi', {}, tag)),
      ),
    );
  },
  acts: {
    release({ relationship: { consent }, sitting: { draft } }, target) {
      const { of, value, field } = usedOf(target);
      const rest = tagsOf(consent, draft, of).filter((tag) => tag !== value);
      return { draft: wish(draft, of, consent.source, { tags: field.matches(':checked') ? [...rest, value] : rest }) };
    },
  },
};
