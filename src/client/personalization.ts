// The code that pages load when something is personal: the profile and its database, and what checks rules and decides by them.
export { createPlacements, decide, nextDecisionChange } from '../personalize/index.ts';
export { createProfile, PROFILE_FACTS } from '../profile/index.ts';
export { indexedDbStore } from '../storage/indexed-db-store.ts';
