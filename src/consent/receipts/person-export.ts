import { deepFreeze, isRecord, type Json } from '../../core/index.ts';
import type { Ledger } from '../ledger.ts';
import type { ConsentPolicy } from '../policy.ts';
import { fault, ledgerIn, namesIn, openFile, policyIn, writeFile } from './portable-file.ts';

/** All that is known about a person at one shop, as one file has it. */
export interface PersonExport {
  /** When it was written: milliseconds since 1970-01-01 UTC. */
  readonly exportedAt: number;
  readonly source: string;
  readonly ledger: Ledger;
  /** What the person was shown. */
  readonly policy: ConsentPolicy;
  /** The profile as the shop's page had it. */
  readonly profile?: Json;
  readonly interests: readonly string[];
  /** Names under which the person is known, by kind: `anonymousId`, `userId`, pseudonyms. */
  readonly ids: Readonly<Record<string, string>>;
  /** Events that wait for a choice or for the network. */
  readonly waiting: readonly Json[];
  /** What the collector stored. */
  readonly collected: readonly Json[];
  readonly receipts: readonly Json[];
}

/** The parts of an export; what is left out was not there. */
export type PersonParts = Pick<PersonExport, 'exportedAt' | 'ledger' | 'policy'> &
  Partial<Omit<PersonExport, 'source'>>;

/**
 * All of it as one JSON text, for people to keep and to read.
 *
 * @example
 * ```ts
 * import type { ConsentPolicy, Ledger } from 'kindred/consent';
 * import { exportPerson } from 'kindred/consent/receipts';
 *
 * const fileOf = (ledger: Ledger, policy: ConsentPolicy, exportedAt: number) =>
 *   exportPerson({ exportedAt, ledger, policy, interests: ['green tea'] });
 * ```
 */
export function exportPerson(parts: PersonParts): string {
  const { ledger, interests = [], ids = {}, waiting = [], collected = [], receipts = [] } = parts;
  return writeFile('kindred-person', {
    exportedAt: parts.exportedAt,
    source: ledger.source,
    ledger,
    policy: parts.policy,
    ...(parts.profile !== undefined && { profile: parts.profile }),
    interests,
    ids,
    waiting,
    collected,
    receipts,
  });
}

/**
 * Reads what {@link exportPerson} wrote, all of it or nothing: the chain is verified and the policy checked. With `source`, only an
 * export of that shop is taken.
 *
 * @throws KindredError `import-too-large` above 10 MB; `invalid-input` with a JSON Pointer; `invalid-ledger` for a broken chain or another
 * shop's; `invalid-policy`
 *
 * @example
 * ```ts
 * import { readPersonExport } from 'kindred/consent/receipts';
 *
 * const ledgerOf = (text: string) => readPersonExport(text, { source: 'shop.example' }).ledger;
 * ```
 */
export function readPersonExport(text: string, { source }: { readonly source?: string } = {}): PersonExport {
  return personIn(openFile(text, ['kindred-person']), source);
}

export function personIn(file: Readonly<Record<string, unknown>>, source?: string): PersonExport {
  const { exportedAt, profile } = file;
  const ledger = ledgerIn(file.ledger, source);
  if (typeof exportedAt !== 'number') throw fault('invalid-input', '/exportedAt', 'must be a time');
  if (file.source !== ledger.source) throw fault('invalid-input', '/source', 'is not that of the ledger');
  return deepFreeze({
    exportedAt,
    source: ledger.source,
    ledger,
    policy: policyIn(file.policy),
    ...(isJson(profile) && { profile }),
    interests: namesIn(file.interests, '/interests'),
    ids: idsIn(file.ids),
    waiting: listIn(file.waiting, '/waiting'),
    collected: listIn(file.collected, '/collected'),
    receipts: listIn(file.receipts, '/receipts'),
  });
}

/** What a file holds is JSON already; only absence is not. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function listIn(input: unknown, at: string): readonly Json[] {
  const list = input ?? [];
  if (!Array.isArray(list)) throw fault('invalid-input', at, 'must be a list');
  return list.filter(isJson);
}

function idsIn(input: unknown): Readonly<Record<string, string>> {
  if (input === undefined) return {};
  if (isRecord(input) && isTexts(input)) return input;
  throw fault('invalid-input', '/ids', 'must hold texts by name');
}

function isTexts(input: Readonly<Record<string, unknown>>): input is Readonly<Record<string, string>> {
  return Object.values(input).every((id) => typeof id === 'string');
}
