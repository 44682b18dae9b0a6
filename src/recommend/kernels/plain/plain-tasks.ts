import { SPD, TASKS, type Task } from '../memory-plan.ts';
import { alsRows, factorGram, factorStrips } from './als.ts';
import { gramRow } from './gram.ts';
import { type MemoryViews, viewMemory } from './memory-views.ts';
import { type Precision, sweepPanel, sweepPivot, sweepUpdate } from './sweep.ts';
import { multiply32, multiply64 } from './tiles.ts';
import { topRows } from './top.ts';

/** Does the task of this number; `thread` says which scratch is its own. */
export type DoTask = (task: Task, index: number, thread: number) => void;

/** The tasks in plain TypeScript: what runs where there is no SIMD, and what SIMD is tested by. */
export function createPlainTasks(buffer: ArrayBufferLike): DoTask {
  const views = viewMemory(buffer);
  const single = precision32(views);
  const double = precision64(views);
  return (task, index, thread) => {
    const precision = views.head[SPD.precision] === 4 ? single : double;
    switch (task) {
      case TASKS.pivot:
        return sweepPivot(precision);
      case TASKS.panel:
        return sweepPanel(precision, index);
      case TASKS.update:
        return sweepUpdate(precision, index);
      case TASKS.gram:
        return gramRow(views, index);
      case TASKS.factorStrips:
        return factorStrips(views, index);
      case TASKS.factorGram:
        return factorGram(views, index);
      case TASKS.alsRows:
        return alsRows(views, index, thread);
      case TASKS.topRows:
        return topRows(views, index, thread);
      default:
        return task satisfies never;
    }
  };
}

// Pivots are compared with 32 roundings of the diagonal.
const LEAST_SHARE_32 = 2 ** -18;
const LEAST_SHARE_64 = 2 ** -47;

function precision32({ head, f32 }: MemoryViews): Precision {
  const at = (word: number) => (head[word] ?? 0) / 4;
  return { m: f32, strip: 8, round: Math.fround, least: LEAST_SHARE_32, multiply: multiply32(f32), at, head };
}

function precision64({ head, f64 }: MemoryViews): Precision {
  const at = (word: number) => (head[word] ?? 0) / 8;
  return { m: f64, strip: 4, round: (value) => value, least: LEAST_SHARE_64, multiply: multiply64(f64), at, head };
}
