import { isRecord, KindredError } from '../../core/index.ts';
import { PROFILE_FACTS } from '../../profile/index.ts';
import type { EventTypes, FactType, FactTypes, GuardedFact } from '../../rules/index.ts';
import { readJsonFile } from '../input/json-file.ts';
import type { CliIo } from '../io.ts';

/** What is known of the place where rules run. */
export interface Declarations {
  readonly facts?: FactTypes;
  readonly events?: EventTypes;
  readonly permissions?: readonly string[];
  readonly retentionMs?: number;
}

const MAX_FILE_BYTES = 1_000_000;

const FACT_TYPES = ['number', 'string', 'boolean', 'strings', 'numbers'] as const;

/** What rules can read in a page: its profile, and where the visitor is. */
const PAGE_FACTS: FactTypes = {
  ...PROFILE_FACTS,
  'page.path': 'string',
  'page.title': 'string',
  'page.referrer': 'string',
};

/**
 * Reads the file of `--facts`: types by path, or `facts`, `events`, `permissions` and `retention` together. `page` stands for the
 * facts that pages have.
 *
 * @throws KindredError `invalid-options`, and those of reading a file
 */
export async function readDeclarations(path: string | undefined, io: CliIo): Promise<Declarations> {
  if (path === undefined) return {};
  if (path === 'page') return { facts: PAGE_FACTS };
  const input = await readJsonFile(path, MAX_FILE_BYTES, io);
  if (!isRecord(input)) throw refusal('', 'is no object: write {"orders.count": "number", …}');
  const isWhole = isRecord(input.facts) || isRecord(input.events);
  if (!isWhole) return { facts: readFacts(input, '') };
  const { facts, events, permissions, retention } = input;
  return {
    ...(facts !== undefined && { facts: readFacts(facts, '/facts') }),
    ...(events !== undefined && { events: readEvents(events) }),
    ...(permissions !== undefined && { permissions: readPurposes(permissions) }),
    ...(retention !== undefined && { retentionMs: parseRetention(String(retention), '--facts') }),
  };
}

/** Reads `90d`, `12w` or `48h` as milliseconds. */
export function parseRetention(text: string, option: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  if (amount !== undefined && Number(amount) > 0) return Number(amount) * (UNIT_MS[unit] ?? 0);
  throw new KindredError('invalid-options', `${option} takes a time such as 90d, 12w or 48h, not "${text}".`, {
    at: option,
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function readFacts(input: unknown, at: string): FactTypes {
  if (!isRecord(input)) throw refusal(at, 'is no object: write {"orders.count": "number", …}');
  return Object.fromEntries(Object.entries(input).map(([path, type]) => [path, readType(type, `${at}/${path}`)]));
}

function readType(input: unknown, at: string): FactType | GuardedFact {
  const { type = input, purpose, degree } = isRecord(input) ? input : {};
  const kind = FACT_TYPES.find((known) => known === type);
  if (kind && !isRecord(input)) return kind;
  if (kind && typeof purpose === 'string' && (degree === undefined || typeof degree === 'string')) {
    return { type: kind, purpose, ...(degree !== undefined && { degree }) };
  }
  throw refusal(at, `is no type of a fact: write ${FACT_TYPES.join(', ')}, or {"type": …, "purpose": …}`);
}

function readEvents(input: unknown): EventTypes {
  if (!isRecord(input)) throw refusal('/events', 'is no object: write {"Product Viewed": {}, …}');
  return Object.fromEntries(
    Object.entries(input).map(([name, type]) => {
      const at = `/events/${name}`;
      if (!isRecord(type)) throw refusal(at, 'is no object: write {"purpose": …, "properties": {…}}, or {}');
      const { purpose, properties } = type;
      if (purpose !== undefined && typeof purpose !== 'string') throw refusal(`${at}/purpose`, 'is no text');
      return [
        name,
        {
          ...(purpose !== undefined && { purpose }),
          ...(properties !== undefined && { properties: readFacts(properties, `${at}/properties`) }),
        },
      ];
    }),
  );
}

function readPurposes(input: unknown): readonly string[] {
  const purposes: readonly unknown[] = Array.isArray(input) ? input : [input];
  return purposes.map((purpose) => {
    if (typeof purpose === 'string' && purpose) return purpose;
    throw refusal('/permissions', 'is no list of purposes');
  });
}

function refusal(at: string, problem: string): KindredError {
  return new KindredError('invalid-options', `--facts: the file, at ${at || 'the top'}, ${problem}.`, {
    at: '--facts',
  });
}
