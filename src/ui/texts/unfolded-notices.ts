/** The English of what stands above the purposes where there is something to be told. */
export const NOTICES_ENGLISH = {
  signalWins: 'Your browser says “{signal}”. That overrides your yes to: {purposes}',
  choiceWins: 'Your browser says “{signal}”, but you said yes to: {purposes}',
  pausedText: 'Paused. Nothing is used until you resume.',
  offerText: 'Your file suggests what is selected now. Save or discard it.',
  resume: 'Resume',
  discard: 'Discard',
};
