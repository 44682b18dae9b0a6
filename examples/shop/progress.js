// @ts-check

const WIDTH = 28;

/**
 * A line that grows while something lasts; drawn only for people, that is on a terminal.
 * @param {string} label
 * @param {boolean} isQuiet
 * @returns {{ to: (done: number, total: number) => void, end: () => void }}
 */
export function progressBar(label, isQuiet) {
  const { stderr } = process;
  if (isQuiet || !stderr.isTTY) return { to() {}, end() {} };
  let drawnAt = 0;
  return {
    to(done, total) {
      const now = Date.now();
      if (now - drawnAt < 50 && done < total) return;
      drawnAt = now;
      const share = total > 0 ? Math.min(1, done / total) : 1;
      const filled = Math.round(share * WIDTH);
      stderr.write(
        `\r${label.padEnd(26)} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.round(share * 100)).padStart(3)} %`,
      );
    },
    end: () => stderr.write(`\r${' '.repeat(WIDTH + 36)}\r`),
  };
}
