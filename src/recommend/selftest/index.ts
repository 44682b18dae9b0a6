// Known answers that anybody can run.
export { type SelfTestCase, selfTest } from './selftest.ts';
