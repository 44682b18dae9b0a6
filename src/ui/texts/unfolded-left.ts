/** The English of what is told after something was removed. */
export const LEFT_ENGLISH = {
  swept: 'What was kept for it has been removed from this browser.',
  eraseLeft: 'This could not be erased: {names}',
};
