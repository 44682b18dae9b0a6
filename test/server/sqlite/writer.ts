// Run as a process of its own: appends batches for ever, and prints how many events were acknowledged so far.
import { writeSync } from 'node:fs';
import { sqliteStore } from '../../../src/server/sqlite/index.ts';
import { storedEvent } from '../samples.ts';

const [, , file = '', survives] = process.argv;
const store = sqliteStore({ file, survives: survives === 'process' ? 'process' : 'power' });
for (let first = 0; ; first += 10) {
  await store.append(Array.from({ length: 10 }, (_, n) => storedEvent(first + n)));
  writeSync(1, `${first + 10}\n`);
}
