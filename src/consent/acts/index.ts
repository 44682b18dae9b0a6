// The code that records what a person decides: the chain, its checks, and what several tabs agree on. Pages load it with the first choice, or
// when they show somebody something to choose; servers and tests import it.
export { definePolicy } from '../policy.ts';
export { type Acts, type ActsCode, createActs, type Desk } from './acts.ts';
