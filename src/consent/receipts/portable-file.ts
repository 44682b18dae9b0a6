import { type ErrorCode, frozenJson, isRecord, KindredError, ownValue } from '../../core/index.ts';
import type { Ledger } from '../ledger.ts';
import { type ConsentPolicy, definePolicy } from '../policy.ts';
import { readLedger, verifyChain } from '../verify-chain.ts';

/** Files that a person carries away, as opposed to what a shop stores. */
export type FileKind = 'kindred-person' | 'kindred-carried';

const VERSION = 1;
const MAX_BYTES = 10_000_000;
const MAX_VALUES = 1_000_000;
const MAX_NAMES = 10_000;
const MAX_NAME_LENGTH = 256;

export function writeFile(kind: FileKind, content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ kind, version: VERSION, ...content }, null, 1);
}

/** The members of a file of one of these kinds: plain frozen JSON of bounded size and depth. */
export function openFile(text: string, kinds: readonly FileKind[]): Readonly<Record<string, unknown>> {
  // UTF-8 takes at least a byte for each UTF-16 unit, and at most three.
  if (text.length > MAX_BYTES || (text.length > MAX_BYTES / 3 && new TextEncoder().encode(text).length > MAX_BYTES)) {
    throw new KindredError('import-too-large', 'The file is larger than 10 MB, and nothing of it was used.');
  }
  const file = frozenJson(parse(text), { code: 'invalid-input', maxValues: MAX_VALUES });
  const [kind, version] = [ownValue(file, 'kind'), ownValue(file, 'version')];
  if (!isRecord(file) || !kinds.some((known) => known === kind)) {
    throw fault('invalid-input', '/kind', `is not one of ${kinds.join(', ')}: this is another sort of file`);
  }
  if (version === VERSION) return file;
  const isNewer = typeof version === 'number' && version > VERSION;
  const remedy = isNewer ? 'it comes from a newer release of kindred, so update this one' : 'it must be 1';
  throw fault('invalid-input', '/version', `is ${JSON.stringify(version) ?? 'missing'}: ${remedy}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KindredError('invalid-input', 'The file is not JSON: it was cut off, or is another sort of file.', {
      cause,
    });
  }
}

/** A member that must be a whole ledger; of that source, where one is wanted. */
export function ledgerIn(input: unknown, source?: string): Ledger {
  const ledger = readLedger(JSON.stringify(input) ?? '');
  if (!ledger) {
    const verdict = verifyChain(input);
    const at = verdict.ok ? 0 : verdict.at;
    const why = verdict.ok ? 'not-a-ledger' : verdict.why;
    throw fault('invalid-ledger', `/ledger/events/${at}`, `breaks the chain (${why}): the record was altered`);
  }
  if (source === undefined || ledger.source === source) return ledger;
  const remedy = `is of "${ledger.source}" and not of "${source}": it can be carried over as an offer, not taken as it is`;
  throw fault('invalid-ledger', '/ledger/source', remedy);
}

export function policyIn(input: unknown): ConsentPolicy {
  try {
    return definePolicy(input);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new KindredError('invalid-policy', `In the file: ${reason}`, { at: '/policy', cause });
  }
}

/** A list of short texts; none where nothing is given. */
export function namesIn(input: unknown, at: string): readonly string[] {
  const names = input ?? [];
  if (!Array.isArray(names) || names.length > MAX_NAMES || !names.every(isName)) {
    throw fault('invalid-input', at, `must be a list of texts of at most ${MAX_NAME_LENGTH} characters`);
  }
  return names;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_NAME_LENGTH;

export function fault(code: ErrorCode, at: string, problem: string): KindredError {
  return new KindredError(code, `The file's ${at} ${problem}. Nothing of it was used.`, { at });
}
