// What somebody with 1,000 acts waits for: the start of a page, which reads and verifies the record, and one more choice. Beside them the least
// that they can cost: the record parsed line by line, and one line more written.

import { createConsent, STANDARD_PURPOSES } from 'kindred/consent';
import { memoryTextStore } from 'kindred/storage';
import { memoryPlatform } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const ACTS = 1000;
const platform = memoryPlatform();
const open = (store) => createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES, store });
const decide = (consent, act) => {
  platform.clock.advance(1000);
  if (act % 2 === 0) consent.grant('*');
  else consent.refuse('*');
};

const kept = memoryTextStore();
const person = open(kept);
for (let act = 0; act < ACTS; act++) decide(person, act);
const record = kept.get('consent') ?? '';
if (person.ledger().events.length !== ACTS) throw new Error('Not every act was one.');

const storeWith = (text) => {
  const store = memoryTextStore();
  store.set('consent', text);
  return store;
};

group(`the start of a page with ${ACTS} acts`, () => {
  summary(() => {
    bench('the record parsed', () =>
      do_not_optimize(
        record
          .split('\n')
          .slice(1, -1)
          .map((line) => JSON.parse(line)),
      ),
    );
    bench('kindred', () => {
      const consent = open(storeWith(record));
      consent.start()();
      do_not_optimize(consent.ledger());
    });
  });
});

group(`one more choice after ${ACTS} acts`, () => {
  let text = record;
  let act = ACTS;
  const plain = memoryTextStore();
  summary(() => {
    bench('a line written', () => {
      text = `${record}${JSON.stringify(person.ledger().events[act++ % ACTS])}`;
      plain.set('consent', text);
    });
    bench('kindred', () => decide(person, act++));
  });
});
