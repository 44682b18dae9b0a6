// @ts-check
// What the shop asks permission for, in the words that a visitor reads. Used by the server and by the page.

/** The ids are the ones that kindred itself asks for before it stores, sends or decides. */
/** @type {readonly { id: string, title: string, description: string, degree: 'on-device' | 'pseudonymous' }[]} */
export const PURPOSES = [
  {
    id: 'storage',
    title: 'Remember me on this device',
    description:
      'Keeps your choices and what you looked at in this browser, so that they are still there on the next page.',
    degree: 'on-device',
  },
  {
    id: 'personalization',
    title: 'Choose for me',
    description: 'Lets the pages pick what they show from what you looked at and bought. That happens in your browser.',
    degree: 'on-device',
  },
  {
    id: 'analytics',
    title: 'Learn from my visit',
    description:
      'Sends what you look at and order to the shop, under a random number. It learns from it what goes well together.',
    degree: 'pseudonymous',
  },
];

/** What the degrees mean, as the person reads it. @type {Readonly<Record<string, string>>} */
export const DEGREES = {
  'on-device': 'only in this browser',
  anonymous: 'without any number',
  pseudonymous: 'under a random number',
  identified: 'with your name',
};
