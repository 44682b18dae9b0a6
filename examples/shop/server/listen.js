// @ts-check
import { createServer } from 'node:http';
import { toNodeHandler } from 'kindred/server';

/** @import { Server } from 'node:http' */

const TRIES = 20;

/**
 * Serves a handler on this machine only. When the port is taken, the next free one is used.
 * @param {(request: Request) => Response | Promise<Response>} handle
 * @param {number} port 0 for any
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function listen(handle, port) {
  const server = createServer(toNodeHandler(handle));
  for (let tried = 0; ; tried++) {
    try {
      return { port: await listenOn(server, port + tried), close: () => close(server) };
    } catch (cause) {
      const isTaken =
        cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
      if (!isTaken || port === 0 || tried >= TRIES) {
        throw new Error(`No port is free from ${port} to ${port + tried}. Name another one with --port.`, { cause });
      }
    }
  }
}

/** @param {Server} server @param {number} port @returns {Promise<number>} */
function listenOn(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** @param {Server} server @returns {Promise<void>} */
function close(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
