// Blends of co-occurrence (tea: pot 2, cup 1) and Jaccard (tea: pot 2/2, cup 1/3).
import { type Blend, createBlend } from '../index.ts';
import { train } from '../train/index.ts';
import { type KnownAnswer, SINGLE } from './known-answer.ts';
import { peopleOf, threePeople } from './people.ts';

const counts = () => train(threePeople(), { algorithm: 'cooccurrence' });
const shares = () => train(threePeople(), { algorithm: 'jaccard' });

const withoutCup = () =>
  peopleOf([
    ['ann', 'tea'],
    ['ann', 'pot'],
    ['ben', 'tea'],
    ['ben', 'pot'],
  ]);

function cupIn(blend: Blend, items: readonly string[]): number {
  const list = createBlend(blend).recommend({ items });
  return list.items.find(({ item }) => item === 'cup')?.score ?? 0;
}

async function switching(items: readonly string[]): Promise<number> {
  const parts = [
    { model: await shares(), from: 0 },
    { model: await counts(), from: 2 },
  ];
  return cupIn({ kind: 'switching', parts }, items);
}

export const BLEND_ANSWERS: readonly KnownAnswer[] = [
  {
    // Each divided by its best of the list: cup 1/2 and (1/3)/1; weights 1 and 3: 1/2 + 3 · 1/3.
    name: 'blend, weighted 1 to 3: cup after tea',
    source: 'Σ weight · score / best score of the list',
    expected: 1.5,
    within: SINGLE,
    async find() {
      const parts = [
        { model: await counts(), weight: 1 },
        { model: await shares(), weight: 3 },
      ];
      return cupIn({ kind: 'weighted', parts }, ['tea']);
    },
  },
  {
    name: 'blend, switching at 2 items: after tea alone Jaccard says 1/3',
    source: 'the model for short histories',
    expected: 1 / 3,
    within: SINGLE,
    find: () => switching(['tea']),
  },
  {
    name: 'blend, switching at 2 items: after tea and pot co-occurrence says 1 + 1',
    source: 'the model for long histories',
    expected: 2,
    within: SINGLE,
    find: () => switching(['tea', 'pot']),
  },
  {
    // The head knows pot and tea, and says 2 of pot; the tail says 1 of it: the scale is 2/1. Cup is left to the tail: 2 · 1/3.
    name: 'blend, tail under a head: cup in the units of the head',
    source: "the tail's score times the ratio of what both say of the head's best",
    expected: 2 / 3,
    within: SINGLE,
    async find() {
      const head = await train(withoutCup(), { algorithm: 'cooccurrence' });
      return cupIn({ kind: 'head-and-tail', head, tail: await shares() }, ['tea']);
    },
  },
];
