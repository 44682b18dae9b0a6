/** The English of what is unfolded about the person's own interests. */
export const INTERESTS_ENGLISH = {
  interestsText: 'Words of your own. They leave this device only where you tick them.',
  newInterest: 'New interest',
  add: 'Add',
  remove: 'Remove {name}',
};
