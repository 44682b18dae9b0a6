/** The English of what is unfolded about what is known. */
export const KNOWN_ENGLISH = {
  knownNothing: 'Nothing.',
  likes: 'What I seem to like',
  seen: 'What I looked at',
  bought: 'What I bought',
  traits: 'What I told',
  counted: 'What was counted',
  visits: 'Visits',
  since: 'Known since',
  forget: 'Forget {name}',
  forgetAll: 'Forget all of this',
  correct: 'Correct {name}',
};
