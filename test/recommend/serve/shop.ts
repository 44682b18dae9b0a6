import { createRecommender, type Recommender, type RecommenderOptions } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { type Addition, interactionsOf } from '../fixtures.ts';

export const DAY = 86_400_000;

/** `count` people who had both: so many times does each of the two speak for the other. */
export function pair(item: string, other: string, count: number): readonly Addition[] {
  return Array.from({ length: count }, (_, n): readonly Addition[] => {
    const user = `${item} ${other} ${n}`;
    return [
      [user, item],
      [user, other],
    ];
  }).flat();
}

/** What goes with the pot, from 9 down to 4. Brand and kind are the first and the second word of the name. */
export const SHELF: readonly Addition[] = [
  ['acme tea green', 9],
  ['acme tea black', 8],
  ['acme tea white', 7],
  ['bell cup red', 6],
  ['bell cup blue', 5],
  ['coil spoon', 4],
].flatMap(([item, count]) => pair('zen pot', String(item), Number(count)));

export const attributes = {
  brand: (item: string): string | undefined => item.split(' ')[0],
  kind: (item: string): string | undefined => item.split(' ')[1],
};

export async function serve(
  additions: readonly Addition[] = SHELF,
  options: RecommenderOptions = {},
): Promise<Recommender> {
  const model = await train(interactionsOf(additions), { algorithm: 'cooccurrence' });
  return createRecommender(model, { attributes, ...options });
}

export const names = ({ items }: { readonly items: readonly { readonly item: string }[] }): readonly string[] =>
  items.map(({ item }) => item);
