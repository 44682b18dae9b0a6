// The code that pages load with a large model of neighbours, when the server answers ranges. What serves is handed in: it is in the file that loads this one.
import { openSlices } from '../recommend/artifact/slices.ts';
import type { Model, PackOptions } from '../recommend/index.ts';
import type { PageQuery, Serve } from './page-recommender.ts';

/** How models are served. */
interface Serving extends PackOptions {
  readonly serve: (model: Model) => Promise<Serve>;
  /** Fetches all of the model. */
  readonly whole: () => Promise<Serve>;
}

/**
 * What goes with items that the page names is served from their rows: the address of the page tells the server as much. A list for the person is made
 * from the whole model, because ranges would tell the server what the person looked at. Whatever is wrong with a slice, the whole model answers.
 */
export async function serveSlices(
  first: Uint8Array,
  load: (range: string) => Promise<Response>,
  { digest, serve, whole }: Serving,
): Promise<Serve> {
  let wholeServed: Promise<Serve> | undefined;
  const fromWhole = (): Promise<Serve> => {
    wholeServed ??= whole();
    // It may be had the next time.
    wholeServed.catch(() => {
      wholeServed = undefined;
    });
    return wholeServed;
  };
  const read = async (begin: number, end: number): Promise<Uint8Array> => {
    if (end <= first.length) return first.slice(begin, end);
    const response = await load(`bytes=${begin}-${end - 1}`);
    if (response.status !== 206) throw new Error('The server gives no ranges any more.');
    return new Uint8Array(await response.arrayBuffer());
  };
  const slices = await openSlices(read, { digest }).catch(() => undefined);
  if (slices === undefined) return fromWhole();
  const { modelFor } = slices;
  let last: { readonly key: string; readonly served: Promise<Serve> } | undefined;
  const fromRows = (items: readonly string[]): Promise<Serve> => {
    const key = JSON.stringify(items);
    if (last?.key !== key) last = { key, served: modelFor(items).then(serve) };
    return last.served;
  };
  return async (query, profileNow) => {
    const isForPerson = query.items === undefined && profileNow() !== undefined;
    const served = isForPerson || wholeServed ? undefined : await fromRows(itemsOf(query)).catch(() => undefined);
    if (served === undefined) return (await fromWhole())(query, profileNow);
    // Without rows nothing could be chosen for a person who allowed it just now.
    return served(query, query.items === undefined ? () => undefined : profileNow);
  };
}

function itemsOf({ items }: PageQuery): readonly string[] {
  return Array.isArray(items) ? items.flatMap((entry: unknown) => idOf(entry)) : [];
}

function idOf(entry: unknown): readonly string[] {
  const id: unknown = typeof entry === 'object' && entry !== null && 'item' in entry ? entry.item : entry;
  return typeof id === 'string' ? [id] : [];
}
