import type { Arrange, Candidate } from '../list.ts';
import { applyBoost } from './boosts.ts';
import { createCaps } from './caps.ts';
import { chooseList } from './choice.ts';
import { readPins } from './pins.ts';
import { createAspects } from './rearranging.ts';

/** Boosts, pins, caps, diversity and calibration. */
export const arrange: Arrange = (order, { items, places, attributes, pinOf }, wanted, ignored) => {
  const factors = applyBoost(order.query.boost, items, places, order.scores);
  const { place, pinned } = readPins(order.query.pins, wanted, pinOf, ignored);
  const caps = createCaps(order.query.caps, attributes, ignored);
  const aspects = createAspects(order, items, attributes, ignored);
  return {
    pinned,
    factors,
    place,
    choose: (best, count) => chooseList(count, items.length, best, { pinned, caps, aspects }),
    fill: (best, count, chosen: readonly Candidate[]) =>
      chooseList(count, items.length, best, { pinned: [...pinned, ...chosen], caps, aspects: undefined }),
  };
};
