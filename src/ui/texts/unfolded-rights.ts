/** The English of what is unfolded about the person's rights. */
export const RIGHTS_ENGLISH = {
  export: 'Download all my data',
  carry: 'Take my permissions elsewhere',
  pause: 'Pause everything',
  resume: 'Resume',
  offer: 'Choices from a file',
  offerNone: 'Nothing in the file fits here.',
  erase: 'Erase everything',
  eraseAsk: 'Erase all that is kept about you here, your decisions included? This is final.',
  eraseYes: 'Yes, erase',
  eraseNo: 'No, keep it',
  erased: 'Everything is erased.',
};
