/** The English of what is unfolded about others than the shop. */
export const OTHERS_ENGLISH = {
  allOthers: 'All others',
  wholeGroup: 'Everyone in “{name}”',
  inherited: 'No separate choice',
  knownAs: 'Knows you as {name}',
};
