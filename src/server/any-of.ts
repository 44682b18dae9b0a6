import type { Handler } from './http.ts';
import { refusalResponse } from './http.ts';

/**
 * Several handlers as one: the first that knows the path answers. A handler that does not answers 404 and has not touched the body.
 *
 * @example
 * ```ts
 * import { anyOf, createCollector, type Handler, memoryEventStore } from 'kindred/server';
 *
 * const hello: Handler = async (request) => new Response('hello', { status: request.url.endsWith('/hello') ? 200 : 404 });
 * const handler = anyOf(createCollector({ store: memoryEventStore() }), hello);
 * ```
 */
export function anyOf(...handlers: readonly Handler[]): Handler {
  return async (request) => {
    for (const handler of handlers) {
      const response = await handler(request);
      // Whoever has read the body knew the path: what it did not find is something else.
      if (response.status !== 404 || request.bodyUsed) return response;
    }
    return refusalResponse({ status: 404, code: 'not-found', message: 'There is nothing here.' });
  };
}
