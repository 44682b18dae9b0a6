/** The English of what is unfolded about earlier decisions. */
export const HISTORY_ENGLISH = {
  granted: 'Allowed',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  paused: 'Paused',
  everyone: 'everyone',
  resumed: 'Resumed',
  imported: 'Taken from a file',
  receipts: 'Download receipts',
};
