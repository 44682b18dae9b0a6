#!/usr/bin/env node
// The `kindred` command: reads files of interactions, trains, evaluates and tries models, starts the demo shop.
//
// Promises, each with a test of the same wording:
// - Nothing is trained on half a file.
// - A cancelled training leaves nothing half-written.
// - Standard output holds the result and nothing else.

import process from 'node:process';
import { nodeIo } from './io.ts';
import { runCli } from './run.ts';
import { removeUnfinished } from './unfinished.ts';

// `kindred … | head` closes our output early: that is no error. A full disk is one, and there may be no place left to say so.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1));
}

// The first Ctrl-C cancels in good order; the second one ends the process as usual, but for what is half-written.
const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!cancelled.signal.aborted) return cancelled.abort();
    removeUnfinished();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

process.exitCode = await runCli(process.argv.slice(2), nodeIo(cancelled.signal));
