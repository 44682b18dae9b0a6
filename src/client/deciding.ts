// The code that pages load when they have rules: what checks them and decides by them.
export { decide, definePlacements } from '../personalize/index.ts';
