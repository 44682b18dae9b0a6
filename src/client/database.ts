// The code that pages load when a profile is kept: the driver of its database.
export { indexedDbStore } from '../storage/index.ts';
