import type { CliIo } from '../io.ts';

/** Shows on a terminal how far a task is; elsewhere it does nothing. */
export interface Progress {
  /** `total` unknown: the bar shows how much was done, without an end. */
  update(done: number, total: number | undefined): void;
  /** Removes the bar. Safe to call twice. */
  clear(): void;
}

/** How a task's amounts read, such as `3.1 of 5.6 MB`. */
export type FormatAmount = (done: number, total: number | undefined) => string;

const REDRAW_MS = 80;
const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\x1b[2K';

export function createProgress(io: CliIo, label: string, formatAmount: FormatAmount): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    update(done, total) {
      const now = io.now();
      if (now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      isShown = true;
      const line = `${label}  ${bar(done, total)}${formatAmount(done, total)}`;
      io.stderr.write(CLEAR_LINE + line.slice(0, (io.stderr.columns ?? 80) - 1));
    },
    clear() {
      if (isShown) io.stderr.write(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** A progress that shows nothing. */
export function silentProgress(): Progress {
  return { update: () => {}, clear: () => {} };
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined || total <= 0) return '';
  const share = Math.min(1, Math.max(0, done / total));
  const filled = Math.round(share * BAR_WIDTH);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent} %  `;
}
