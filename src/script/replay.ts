/** What waits for the script: functions that take what it defines. */
export interface WaitingLine {
  push(...tasks: readonly unknown[]): number;
}

/**
 * Runs the functions that waited, in their order, and makes the same list run at once what is pushed from now on. One that fails
 * is reported, and the others still run; what is no function is left out.
 */
export function replay(waiting: unknown, script: object, report: (error: unknown) => void): WaitingLine {
  const line: unknown[] = Array.isArray(waiting) ? waiting : [];
  const run = (task: unknown): void => {
    try {
      if (typeof task === 'function') task(script);
    } catch (error) {
      report(error);
    }
  };
  const waited = line.splice(0);
  line.push = (...tasks) => {
    tasks.forEach(run);
    return 0;
  };
  waited.forEach(run);
  return line;
}
