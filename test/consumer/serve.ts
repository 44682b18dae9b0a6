import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Nothing inline, nothing evaluated, nothing from elsewhere, no text turned into markup.
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

/** Serves texts by path on loopback under a strict policy, and remembers what else was asked for. */
export async function serve(files: Readonly<Record<string, string>>): Promise<{
  url: string;
  missed: string[];
  stop(): Promise<void>;
}> {
  const missed: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    const text = files[url];
    if (text === undefined) missed.push(url);
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': url.endsWith('.js') ? 'text/javascript' : 'text/html',
      'content-security-policy': POLICY,
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${isAddressInfo(address) ? address.port : 0}/`,
    missed,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function isAddressInfo(address: unknown): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
