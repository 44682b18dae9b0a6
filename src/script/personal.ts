// What the script tag loads from the file beside it when something is personal: profile, rules, and the database of the profile.
export { indexedDbStore } from '../client/database.ts';
export { createProfile, decide, definePlacements, PROFILE_FACTS } from '../client/personalization.ts';
