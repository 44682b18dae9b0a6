import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../house/project.ts';
import { npm } from './run.ts';

// The package `node` downloads this one in an install script; asking for it directly needs no script.
const PREFIX = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
const PLATFORM_PACKAGE = `${PREFIX}-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** The path of a Node of that major version, downloaded once and kept with the other caches. */
export async function nodeOf(major: number): Promise<string> {
  const folder = join(ROOT, 'node_modules', '.cache', 'kindred-nodes', String(major));
  const binary = join(folder, 'node_modules', PLATFORM_PACKAGE, 'bin', 'node');
  if (!existsSync(binary)) {
    await mkdir(folder, { recursive: true });
    await npm(folder, ['install', '--prefix', folder, '--no-save', `${PLATFORM_PACKAGE}@${major}`]);
  }
  return binary;
}
