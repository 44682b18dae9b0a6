import { getHeapStatistics } from 'node:v8';
import { KindredError } from '../../core/index.ts';

const EVERY = 5000;
const FULL = 0.9;
// Much of what fills the memory for a moment is thrown away in the next.
const TIMES = 4;

/**
 * Counts events, and ends in good order what would otherwise end with a crash: memory that is about to be full of people.
 *
 * @throws KindredError `import-too-large`
 */
export function createMemoryGuard(people: () => number, share: () => number = usedShare): () => void {
  let events = 0;
  let warnings = 0;
  return () => {
    if (++events % EVERY !== 0) return;
    warnings = share() > FULL ? warnings + 1 : 0;
    if (warnings < TIMES) return;
    const known = people();
    const message = `Memory is full with ${known} people. Give Node more of it (NODE_OPTIONS=--max-old-space-size=8000), or take fewer people: --people ${Math.floor(known / 2)}.`;
    throw new KindredError('import-too-large', message, { at: '--people' });
  };
}

function usedShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}
