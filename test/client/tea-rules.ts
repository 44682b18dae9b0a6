/** One placement that three views of tea change. */
export const RULES = {
  version: 1,
  placements: {
    hero: {
      candidates: [{ id: 'tea', when: { '>=': [{ var: 'views.category.tea' }, 3] }, content: 'Fresh tea' }],
      fallback: { content: 'Welcome' },
    },
  },
};
