// @ts-check
/** @import { KindredEvent } from 'kindred/events' */

const AT_ONCE = 6;
const MAX_BATCH_CHARS = 300_000;
const MAX_BATCH_EVENTS = 1000;

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
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"batch":[${events.join(',')}],"sentAt":"${new Date().toISOString()}"}`,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`The collector answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
