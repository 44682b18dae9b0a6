import { deepFreeze } from '../../core/index.ts';
import type { Ledger } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import { personIn } from './person-export.ts';
import { ledgerIn, namesIn, openFile, policyIn, writeFile } from './portable-file.ts';

/** What a person takes from one shop to another. */
export interface Carried {
  /** The shop that it comes from. */
  readonly source: string;
  readonly ledger: Ledger;
  readonly policy: ConsentPolicy;
  readonly interests: readonly string[];
  /** The person's own tags. */
  readonly tags: readonly string[];
}

/** What goes along besides the permissions. */
export interface CarriedParts {
  readonly interests?: readonly string[];
  readonly tags?: readonly string[];
}

/**
 * The permissions and interests as a portable file, without profile, ids and events: another shop learns what was decided, and
 * nothing of what was done.
 *
 * @example
 * ```ts
 * import type { ConsentPolicy, Ledger } from 'kindred/consent';
 * import { carriedLedger } from 'kindred/consent/receipts';
 *
 * const fileOf = (ledger: Ledger, policy: ConsentPolicy) => carriedLedger(ledger, policy, { interests: ['green tea'] });
 * ```
 */
export function carriedLedger(
  ledger: Ledger,
  policy: ConsentPolicy,
  { interests = [], tags = [] }: CarriedParts = {},
): string {
  return writeFile('kindred-carried', { source: ledger.source, ledger, policy, interests, tags });
}

/**
 * Reads a carried file, or the permissions and interests of a person's export. The chain is verified; nothing is granted.
 *
 * @throws KindredError `import-too-large` above 10 MB; `invalid-input` with a JSON Pointer; `invalid-ledger` for a broken chain;
 * `invalid-policy`
 *
 * @example
 * ```ts
 * import { readCarried } from 'kindred/consent/receipts';
 *
 * const sourceOf = (text: string) => readCarried(text).source;
 * ```
 */
export function readCarried(text: string): Carried {
  const file = openFile(text, ['kindred-carried', 'kindred-person']);
  if (file.kind === 'kindred-person') {
    const { source, ledger, policy, interests } = personIn(file);
    return deepFreeze({ source, ledger, policy, interests, tags: [] });
  }
  const ledger = ledgerIn(file.ledger);
  return deepFreeze({
    source: ledger.source,
    ledger,
    policy: policyIn(file.policy),
    interests: namesIn(file.interests, '/interests'),
    tags: namesIn(file.tags, '/tags'),
  });
}
