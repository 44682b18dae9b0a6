// @ts-check
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFile } from './responses.js';

/**
 * The rules of the shop as a file that a person may edit while the shop runs: pages that are open follow it.
 * @typedef {object} RulesFile
 * @property {string} path
 * @property {(rules: unknown) => void} write  what the shop would say; not over what a person wrote
 * @property {(request: Request) => Response} answer
 * @property {() => void} close
 */

/**
 * @param {string} [file] kept, and taken as it is where it exists; without one, a temporary file that is removed at the end
 * @returns {RulesFile}
 */
export function openRulesFile(file) {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'kindred-rules-')) : undefined;
  const path = file ?? join(folder ?? '.', 'rules.json');
  /** What the shop wrote last, and the answer for what is there. */
  let own = '';
  /** @type {{ stamp: string, answer: (request: Request) => Response } | undefined} */
  let latest;

  return {
    path,
    write(rules) {
      const there = read(path);
      if (there !== undefined && there !== own) return;
      own = `${JSON.stringify(rules, undefined, 2)}\n`;
      writeFileSync(path, own);
    },
    answer(request) {
      const stamp = stampOf(path);
      // Pages that get something else than JSON keep the rules that they have.
      if (latest?.stamp !== stamp) latest = { stamp, answer: sharedFile(read(path) ?? '', 'application/json') };
      return latest.answer(request);
    },
    close() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function stampOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : 'none';
}
