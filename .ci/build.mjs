// @ts-check
// `npm run build`: builds dist/ and says what went wrong, if anything.
import { build, stopChildren } from './prepare.mjs';

process.once('SIGINT', () => {
  stopChildren();
  process.exit(130);
});

const { code, log } = await build();
console.log(code === 0 ? 'Built dist/.' : log);
process.exitCode = code;
