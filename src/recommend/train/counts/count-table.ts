import { cooccurrence } from './cooccurrence.ts';
import { cosine } from './cosine.ts';
import type { CountAlgorithm, OpenCount } from './count-algorithm.ts';
import { jaccard } from './jaccard.ts';
import { rp3beta } from './rp3beta.ts';
import { sar } from './sar.ts';
import { sequentialRules } from './sequential-rules.ts';

/** The algorithms of the count engine. */
export type CountName = 'cooccurrence' | 'cosine' | 'jaccard' | 'rp3beta' | 'sequential-rules' | 'sar';

const COUNT_TABLE: Readonly<Record<CountName, CountAlgorithm>> = {
  cooccurrence,
  cosine,
  jaccard,
  rp3beta,
  'sequential-rules': sequentialRules,
  sar,
};

/** @throws KindredError `invalid-options` */
export function openCountNamed(name: CountName, given: Readonly<Record<string, unknown>>): OpenCount {
  return COUNT_TABLE[name].open(given);
}
