// @ts-check
// Starts the peers in a virtual environment of their own, which is made when it is missing: from PyPI, once, beside the packages.
// KINDRED_BENCH_VENV names another place. Without Python or PyPI the benchmark says so, and times kindred alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const venv = process.env.KINDRED_BENCH_VENV ?? join(here, '../../../node_modules/.cache/kindred-bench-venv');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** @typedef {{ seconds: (order: Record<string, unknown>) => Promise<number>, stop: () => void }} Peers */

/**
 * The peers, on one thread each, or nothing where they cannot be had.
 *
 * @returns {Promise<Peers | undefined>}
 */
export async function startPeers() {
  const missing = ensurePython();
  if (missing !== undefined) {
    console.error(`Without peers: ${missing}`);
    return undefined;
  }
  const child = spawn(python, [join(here, 'peers.py')], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The peers ended early; what they said stands above.');
    return JSON.parse(value);
  };
  const versions = await answer();
  console.error(`Peers: numpy ${versions.numpy}, implicit ${versions.implicit}, one thread each.`);
  return {
    async seconds(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return answer();
    },
    stop: () => child.stdin.end(),
  };
}

/** @returns {string | undefined} what is missing */
function ensurePython() {
  if (existsSync(python)) return undefined;
  console.error(`Making ${venv} …`);
  const steps = [
    ['python3', ['-m', 'venv', venv]],
    [python, ['-m', 'pip', 'install', '--quiet', '-r', join(here, 'requirements.txt')]],
  ];
  for (const [command, args] of /** @type {[string, string[]][]} */ (steps)) {
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) return `\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}.`;
  }
  return undefined;
}

/** Interactions as files that the peers read. */
export function forPeers(/** @type {import('kindred/recommend').Interactions} */ { userStart, itemIndex, items }) {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-'));
  const order = { start: join(folder, 'start'), column: join(folder, 'column'), items: items.length };
  writeFileSync(order.start, userStart);
  writeFileSync(order.column, itemIndex);
  return order;
}
