// @ts-check
/** @import { KindredEvent } from 'kindred/events' */

const AT_ONCE = 6;
const MAX_BATCH_CHARS = 200_000;

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

/** Joins small groups, so that a request carries a good load. @param {Iterable<readonly KindredEvent[]>} groups */
function* batchesOf(groups) {
  /** @type {KindredEvent[]} */
  let events = [];
  let [size, chars] = [0, 0];
  for (const group of groups) {
    events = events.concat(group);
    size += 1;
    chars += JSON.stringify(group).length;
    if (chars < MAX_BATCH_CHARS && events.length < 1000) continue;
    yield { events, size };
    events = [];
    [size, chars] = [0, 0];
  }
  if (events.length > 0) yield { events, size };
}

/** @param {string} url @param {readonly KindredEvent[]} batch @returns {Promise<{ accepted: number, rejected: unknown[] }>} */
async function send(url, batch) {
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ batch, sentAt: new Date().toISOString() }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`The collector answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
