// @ts-check

/** What the degrees mean, as the person reads it. @type {Readonly<Record<string, string>>} */
export const DEGREES = {
  'on-device': 'only in this browser',
  anonymous: 'without any number or name',
  pseudonymous: 'under a random number',
  identified: 'with your name, once you tell it',
};
