// @ts-check
import { createServer } from 'node:http';
import { toNodeHandler } from 'kindred/server';

/** @import { Server } from 'node:http' */

const TRIES = 20;

/** @typedef {(request: Request) => Response | Promise<Response>} Handler */

/**
 * An address on this machine, at which somebody answers sooner or later.
 * @typedef {object} Door
 * @property {number} port
 * @property {(handle: Handler) => void} open  from now on this answers
 * @property {() => Promise<void>} close
 */

/**
 * Listens on this machine only. When the port is taken, the next free one is used.
 * @param {number} port 0 for any
 * @returns {Promise<Door>}
 */
export async function listen(port) {
  /** @type {Handler} */
  let handle = () => new Response('Not open yet.', { status: 503, headers: { 'retry-after': '1' } });
  const server = createServer(toNodeHandler((request) => handle(request)));
  for (let tried = 0; ; tried++) {
    try {
      const found = await listenOn(server, port + tried);
      return {
        port: found,
        open(next) {
          handle = next;
        },
        close: () => close(server),
      };
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
