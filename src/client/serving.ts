// The code that pages load with their first list: what serves a packed model, and nothing that trains or reads folders.
export { createRecommender, unpackModel } from '../recommend/index.ts';
