// What is known about one person on this device: a fold over events.
//
// Promises
// - The same events give the same profile anywhere.
// - The order in which views come does not change what is liked.
// - Without permission to store, the profile lives in memory.
// - Two tabs add to one profile.
// - What is read while something is being stored does not take it away.
// - An event counts once, however often it comes.
// - What a page did not finish storing is folded in by the next, once.
// - What one tab erased, another does not bring back.
// - A forged or broken stored profile counts as none.
export { isKindredError, KindredError } from '../core/index.ts';
export { PROFILE_FACTS } from './facts.ts';
export { createProfile, type Forget, type Profile, type ProfileOptions } from './profile.ts';
export type { ProfileSnapshot } from './snapshot.ts';
export type { CartLine, RecentItem } from './state.ts';
