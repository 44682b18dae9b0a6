// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The caller's side of the tickets: it hands them out, takes part, and waits for the others. See thread-source.ts.
import { KindredError } from '../../../core/index.ts';
import type { Progress } from '../engine.ts';
import { type Task, TICKETS } from '../memory-plan.ts';
import type { DoTask } from '../plain/plain-tasks.ts';

/** Tasks of one kind. */
export interface Batch {
  readonly task: Task;
  readonly count: number;
  /** Of each task, in multiplications. */
  readonly work: number;
}

/** Does a batch together with the threads of this memory. `head` has signed words, as `Atomics.wait` wants them. */
export async function runTickets(head: Int32Array, doTask: DoTask, batch: Batch, progress: Progress): Promise<void> {
  let told = Atomics.load(head, TICKETS.done);
  const tell = (): Promise<void> | undefined => {
    const before = told;
    told = Atomics.load(head, TICKETS.done);
    return progress.did(((told - before) | 0) * batch.work);
  };
  handOut(head, batch);
  try {
    for (let ticket = take(head); ticket !== undefined; ticket = take(head)) {
      doTask(batch.task, (ticket - head[TICKETS.base]!) | 0, 0);
      Atomics.add(head, TICKETS.done, 1);
      const turn = tell();
      if (turn !== undefined) await turn;
    }
  } finally {
    withdraw(head);
    waitForAll(head);
  }
  await tell();
  if (Atomics.load(head, TICKETS.failed) !== 0)
    throw new KindredError('unavailable', 'A thread of the kernels failed.');
}

/** Threads leave the memory after the tickets that they hold. */
export function dismiss(head: Int32Array): void {
  Atomics.store(head, TICKETS.stop, 1);
  wake(head);
}

/** The limit comes last: only then can tickets be taken, and what belongs to them is there. */
function handOut(head: Int32Array, { task, count }: Batch): void {
  const first = Atomics.load(head, TICKETS.limit);
  Atomics.store(head, TICKETS.base, first);
  Atomics.store(head, TICKETS.task, task);
  Atomics.store(head, TICKETS.limit, (first + count) | 0);
  wake(head);
}

function wake(head: Int32Array): void {
  Atomics.add(head, TICKETS.batch, 1);
  Atomics.notify(head, TICKETS.batch);
}

function take(head: Int32Array): number | undefined {
  for (;;) {
    const ticket = Atomics.load(head, TICKETS.next);
    if (((Atomics.load(head, TICKETS.limit) - ticket) | 0) <= 0) return undefined;
    if (Atomics.compareExchange(head, TICKETS.next, ticket, (ticket + 1) | 0) === ticket) return ticket;
  }
}

/** Takes what tickets are left, and does nothing for them: work that was aborted. */
function withdraw(head: Int32Array): void {
  while (take(head) !== undefined) Atomics.add(head, TICKETS.done, 1);
}

/** Until all tickets are done; others hold only the few that they took last, so this is short. */
function waitForAll(head: Int32Array): void {
  for (;;) {
    const done = Atomics.load(head, TICKETS.done);
    if (done === Atomics.load(head, TICKETS.limit)) return;
    if (canWait()) Atomics.wait(head, TICKETS.done, done);
  }
}

let mayWait: boolean | undefined;

/** A page's own thread may not sleep (ECMA-262, AgentCanSuspend); it asks again until it is done. */
function canWait(): boolean {
  if (mayWait === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
      mayWait = true;
    } catch {
      mayWait = false;
    }
  }
  return mayWait;
}
