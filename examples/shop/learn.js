// @ts-check
import { createHash } from 'node:crypto';
import { packModel } from 'kindred/recommend';
import { train } from 'kindred/recommend/train';
import { interactionsFrom, openRecommender } from 'kindred/server';

/**
 * @import { EventStore } from 'kindred/server'
 * @import { Learnt } from './server/shop-handler.js'
 */

/** @type {import('kindred/recommend').PackOptions['digest']} */
const digest = { sha256: async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()) };

/** Enough for every shelf, and small enough for a page to download. */
const NEIGHBOURS = 24;

/**
 * Trains on everything in the store, and packs the model for the pages.
 * @param {EventStore} store
 * @param {(done: number, total: number) => void} onProgress
 * @returns {Promise<Learnt & { users: number, interactions: number }>}
 */
export async function learn(store, onProgress) {
  const interactions = await interactionsFrom(store);
  const model = await train(
    interactions,
    { algorithm: 'rp3beta', alpha: 0.8, beta: 0.3, neighbours: NEIGHBOURS, cut: 'history-item' },
    { onProgress },
  );
  return {
    // Ready before the first visitor comes.
    recommender: await openRecommender(model),
    packed: await packModel(model, { digest }),
    users: interactions.users.length,
    interactions: interactions.itemIndex.length,
  };
}
