// @ts-check
// One request of 100 events through the collector, into memory and into SQLite, beside the least that the work can cost:
// parsing the JSON and keeping the events in a map by their id. A hundred thousand events a second are 1 ms a request.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollector, memoryEventStore } from 'kindred/server';
import { sqliteStore } from 'kindred/server/sqlite';
import { bench, group, summary } from 'mitata';

const EVENTS = 100;
const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

let sent = 0;

/** A body as pages send it; its ids are new each time, or the store would have nothing to do. */
function body() {
  const time = new Date().toISOString();
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const id = `00000000-0000-4000-8000-${String(sent++).padStart(12, '0')}`;
    const properties = `{"product_id":"oolong-${n}","category":"tea","price":12.5,"name":"Oolong ${n}"}`;
    return `{"type":"track","event":"Product Viewed","messageId":"${id}","anonymousId":"a-${n % 7}","timestamp":"${time}","properties":${properties}}`;
  });
  const context = '{"page":{"path":"/tea","title":"Tea"},"locale":"de","library":{"name":"kindred","version":"0.1.0"}}';
  return `{"batch":[${events.join(',')}],"sentAt":"${time}","context":${context}}`;
}

/** @param {string} text */
const request = (text) =>
  new Request('http://localhost/v1/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  });

/** @param {() => import('kindred/server').EventStore} createStore */
function collecting(createStore) {
  let store = createStore();
  let collect = createCollector({ store });
  let requests = 0;
  return async () => {
    // A new store from time to time, so that the run fits into memory.
    if (++requests % 2_000 === 0) {
      await store.close();
      store = createStore();
      collect = createCollector({ store });
    }
    const response = await collect(request(body()));
    if (response.status !== 200) throw new Error(`the collector answered ${response.status}`);
  };
}

let files = 0;
const sqlite = (/** @type {'power' | 'process'} */ survives) => () =>
  sqliteStore({ file: join(folder, `${files++}.db`), survives });

group(`collector: one request of ${EVENTS} events`, () => {
  summary(() => {
    let kept = new Map();
    bench('reference: JSON.parse and a Map', () => {
      if (kept.size > 200_000) kept = new Map();
      for (const event of JSON.parse(body()).batch) kept.set(event.messageId, event);
    }).baseline(true);
    bench('into memory', collecting(memoryEventStore));
    bench('into SQLite, survives the end of the process', collecting(sqlite('process')));
    bench('into SQLite, survives the loss of power', collecting(sqlite('power')));
  });
});

const eight = collecting(sqlite('power'));
group(`collector: eight requests of ${EVENTS} events at once`, () => {
  bench('into SQLite, survives the loss of power', async () => {
    await Promise.all(Array.from({ length: 8 }, eight));
  });
});
