import { murmur3 } from '../../core/index.ts';
import type { InterpretQuery } from '../condition/interpret.ts';
import { PLAIN_HISTORY } from './plain-history.ts';

/** The operators of `standing.ts` and `cap.ts` as the interpreter computes them. */
export const PLAIN_STANDING: Readonly<Record<string, InterpretQuery>> = {
  segment({ query, parts }, facts, context, value) {
    const name = String(query.name);
    if (context.named) return context.named.segment(name, facts, context);
    const segments = parts[0] && value(parts[0], facts, context);
    return segments === undefined ? undefined : Array.isArray(segments) && segments.indexOf(name) >= 0;
  },
  score({ query, parts }, facts, context, value) {
    if (context.named) return context.named.score(String(query.name), facts, context);
    return parts[0] && value(parts[0], facts, context);
  },
  affinity({ parts }, facts, context, value) {
    return parts[0] && value(parts[0], facts, context);
  },
  bucket({ query }, _, { unit }) {
    if (unit === undefined) return undefined;
    const share = murmur3(`${query.salt}:${unit}`) / 4_294_967_296;
    return Math.floor(share * Number(query.count));
  },
  cap(node, facts, context, value) {
    const seen = PLAIN_HISTORY.count?.(node, facts, context, value);
    return typeof seen === 'number' ? seen < Number(node.query.most) : undefined;
  },
  consent({ query }, _, { allows }) {
    if (!allows) return false;
    const [degree, party] = [query.degree, query.party].map((name) => (typeof name === 'string' ? name : undefined));
    return allows(String(query.purpose), degree, party);
  },
};
