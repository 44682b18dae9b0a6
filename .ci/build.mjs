// @ts-check
// `npm run build`: builds dist/ and says what went wrong, if anything.
import { build } from './dist.mjs';
import { stopChildrenOnSignal } from './prepare.mjs';

stopChildrenOnSignal();
const { code, log } = await build();
console.log(code === 0 ? 'Built dist/.' : log);
process.exitCode = code;
