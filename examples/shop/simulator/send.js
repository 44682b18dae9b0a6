// @ts-check
import { setTimeout } from 'node:timers/promises';

/** @import { KindredEvent } from 'kindred/events' */

const AT_ONCE = 6;
const MAX_BATCH_CHARS = 300_000;
const MAX_BATCH_EVENTS = 1000;
const TRIES = 5;
const PAUSE_MS = 20;

/**
 * Sends groups of events to the collector as clients do, by `POST /v1/batch`, a few requests at a time.
 * @param {string} url the shop's address
 * @param {Iterable<readonly KindredEvent[]>} groups what belongs together, for example what one shopper did
 * @param {(sentGroups: number) => void} onProgress
 * @returns {Promise<{ events: number, rejected: number }>}
 */
export async function sendAll(url, groups, onProgress) {
  const batches = batchesOf(groups);
  const sum = { events: 0, rejected: 0, groups: 0 };
  const sender = async () => {
    for (const { events, size } of batches) {
      const answer = await send(url, events);
      sum.events += answer.accepted;
      sum.rejected += answer.rejected.length;
      sum.groups += size;
      onProgress(sum.groups);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return sum;
}

/** Joins small groups, so that a request carries a good load: events as JSON. @param {Iterable<readonly KindredEvent[]>} groups */
function* batchesOf(groups) {
  /** @type {string[]} */
  let events = [];
  let [size, chars] = [0, 0];
  for (const group of groups) {
    for (const event of group) chars += events[events.push(JSON.stringify(event)) - 1]?.length ?? 0;
    size += 1;
    if (chars < MAX_BATCH_CHARS && events.length < MAX_BATCH_EVENTS) continue;
    yield { events, size };
    events = [];
    [size, chars] = [0, 0];
  }
  if (events.length > 0) yield { events, size };
}

/** @param {string} url @param {readonly string[]} events as JSON @returns {Promise<{ accepted: number, rejected: unknown[] }>} */
async function send(url, events) {
  const body = `{"batch":[${events.join(',')}],"sentAt":"${new Date().toISOString()}"}`;
  const { ok, status, text } = await post(`${url}/v1/batch`, body);
  if (!ok) throw new Error(`The collector answered ${status}: ${text}`);
  return JSON.parse(text);
}

/**
 * Sends a body again where the connection broke: one that was idle may be closed by the server in the moment in which it is used.
 * Nothing is stored twice, because every event has an id.
 * @param {string} address @param {string} body
 */
async function post(address, body) {
  for (let tried = 1; ; tried++) {
    try {
      const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (cause) {
      if (tried === TRIES) throw new Error(`The collector at ${address} cannot be reached.`, { cause });
      await setTimeout(tried * PAUSE_MS);
    }
  }
}
