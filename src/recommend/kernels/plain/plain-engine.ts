import type { Engine } from '../engine.ts';
import { createPlainTasks, type DoTask } from './plain-tasks.ts';

/** Plain TypeScript on the caller's thread. */
export function createPlainEngine(): Engine {
  let tasks: DoTask | undefined;
  return {
    name: 'typescript',
    threads: 1,
    room(bytes) {
      const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
      tasks = createPlainTasks(buffer);
      return buffer;
    },
    async run(task, count, work, progress) {
      for (let index = 0; index < count; index++) {
        tasks?.(task, index, 0);
        const turn = progress.did(work);
        if (turn !== undefined) await turn;
      }
    },
    stop: () => {
      tasks = undefined;
    },
  };
}
