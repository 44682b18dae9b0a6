// The code that pages load when their rules ask for more than the core's operators know: history, time, patterns, permissions.
export { OPERATORS } from '../rules/index.ts';
