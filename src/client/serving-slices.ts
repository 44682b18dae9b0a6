// The code that pages load with a large model of neighbours, when the server answers ranges.
import { type LoadedRecommender, loadRecommender, openSlices } from '../recommend/index.ts';
import type { PageQuery, Serve } from './page-recommender.ts';
import { recommendTo, type ServingOptions } from './serving.ts';

/**
 * What goes with items that the page names is served from their rows: the address of the page tells the server as much. A list for the person is made
 * from the whole model, because ranges would tell the server what the person looked at. Whatever is wrong with a slice, the whole model answers.
 */
export async function serveSlices(
  first: Uint8Array,
  load: (range: string) => Promise<Response>,
  loadWhole: () => Promise<Serve>,
  options: ServingOptions,
): Promise<Serve> {
  let whole: Promise<Serve> | undefined;
  const wholeServe = (): Promise<Serve> => {
    whole ??= loadWhole();
    // It may be had the next time.
    whole.catch(() => {
      whole = undefined;
    });
    return whole;
  };
  const read = async (begin: number, end: number): Promise<Uint8Array> => {
    if (end <= first.length) return first.slice(begin, end);
    const response = await load(`bytes=${begin}-${end - 1}`);
    if (response.status !== 206) throw new Error('The server gives no ranges any more.');
    return new Uint8Array(await response.arrayBuffer());
  };
  const slices = await openSlices(read, options).catch(() => undefined);
  if (slices === undefined) return wholeServe();
  const { modelFor } = slices;
  let last: { readonly key: string; readonly recommender: Promise<LoadedRecommender> } | undefined;
  const recommenderFor = (items: readonly string[]): Promise<LoadedRecommender> => {
    const key = JSON.stringify(items);
    if (last?.key !== key)
      last = { key, recommender: modelFor(items).then((model) => loadRecommender(model, options)) };
    return last.recommender;
  };
  return async (query, profileNow) => {
    const items = itemsOf(query);
    const isForPerson = query.items === undefined && profileNow() !== undefined;
    const recommender = isForPerson || whole ? undefined : await recommenderFor(items).catch(() => undefined);
    if (recommender === undefined) return (await wholeServe())(query, profileNow);
    // Without rows nothing could be chosen for a person who allowed it just now.
    return recommendTo(recommender, query, query.items === undefined ? () => undefined : profileNow);
  };
}

function itemsOf({ items }: PageQuery): readonly string[] {
  return Array.isArray(items) ? items.flatMap((entry: unknown) => idOf(entry)) : [];
}

function idOf(entry: unknown): readonly string[] {
  const id: unknown = typeof entry === 'object' && entry !== null && 'item' in entry ? entry.item : entry;
  return typeof id === 'string' ? [id] : [];
}
