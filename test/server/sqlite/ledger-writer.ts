// Run as a process of its own: puts ledgers that grow for ever, and prints what was acknowledged.
import { writeSync } from 'node:fs';
import { sqliteConsentStore } from '../../../src/server/sqlite/index.ts';
import { person } from '../ledgers.ts';

const [, , file = ''] = process.argv;
const store = sqliteConsentStore({ file });
for (;;) {
  const { consent } = person();
  for (let length = 1; length <= 3; length++) {
    // The same again would be no decision.
    consent.grant('analytics', { tags: [`tag ${length}`] });
    const answer = await store.put(consent.ledger());
    if (answer.kind === 'stored') writeSync(1, `${answer.id} ${length}\n`);
  }
}
