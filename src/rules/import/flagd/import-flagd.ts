import { frozenJson, isKindredError, isRecord, type Json, pointerTo } from '../../../core/index.ts';
import { parseLogic } from '../../compat/parse-logic.ts';
import type { ImportDialect, ImportNote } from '../imported.ts';
import { EXTENDED_OPERATORS } from '../parse-imported.ts';
import { replaceReferences } from './evaluators.ts';
import {
  evaluateFlag,
  type FlagDefinition,
  type FlagdContext,
  type FlagdMoment,
  type FlagdResolution,
  readFlag,
  recordOf,
} from './flag.ts';

// A document holds many flags.
const MAX_VALUES = 1_000_000;

/** How to import flags. */
export interface FlagdOptions {
  /** The key of a flag that is imported alone, or of the one whose targeting is. */
  readonly key?: string;
  /** JSON Pointer of what is imported in its document. */
  readonly at?: string;
}

/** A flag that can be evaluated. */
export interface FlagdFlag {
  readonly key: string;
  /** Its targeting as a rule of JsonLogic, with the parts that it refers to in their place. */
  readonly targeting: Json | undefined;
  readonly dialect: ImportDialect;
  /** What the flag is for somebody. It never throws: the resolution says what went wrong. */
  evaluate(context?: FlagdContext, moment?: FlagdMoment): FlagdResolution;
}

/** The flags of a document. */
export interface FlagdImport {
  readonly flags: ReadonlyMap<string, FlagdFlag>;
  readonly notes: readonly ImportNote[];
}

/**
 * Imports feature flags of flagd (https://flagd.dev/reference/flag-definitions/): a document, one flag, or the targeting of one.
 * Targeting has JsonLogic's semantics with flagd's `fractional`, `sem_ver`, `starts_with` and `ends_with`, and draws the variants that
 * flagd draws. `$ref`s are replaced. As in flagd, targeting that is malformed is an error of its flag only, and is noted.
 *
 * @throws KindredError `invalid-rule` where states, variants or defaults are malformed; `at` is their JSON Pointer
 * @example
 * ```ts
 * import { importFlagd } from 'kindred/rules/import';
 *
 * const { flags } = importFlagd({
 *   flags: {
 *     banner: {
 *       state: 'ENABLED',
 *       variants: { red: '#f00', blue: '#00f' },
 *       defaultVariant: 'red',
 *       targeting: { fractional: [['red', 50], ['blue', 50]] },
 *     },
 *   },
 * });
 * console.log(flags.get('banner')?.evaluate({ targetingKey: 'a1b2' }).variant);
 * ```
 */
export function importFlagd(input: unknown, { key = 'flag', at = '' }: FlagdOptions = {}): FlagdImport {
  const json = frozenJson(input, { code: 'invalid-rule', at, maxValues: MAX_VALUES });
  const notes: ImportNote[] = [];
  const flags =
    isRecord(json) && 'flags' in json ? importDocument(json, at, notes) : [importAlone(key, json, at, notes)];
  return Object.freeze({ flags: new Map(flags.map((flag) => [flag.key, flag])), notes: Object.freeze(notes) });
}

function importDocument(document: Json, at: string, notes: ImportNote[]): readonly FlagdFlag[] {
  const { flags = {}, metadata = {}, $evaluators } = recordOf(document, at);
  const shared = recordOf(metadata, pointerTo(at, 'metadata'));
  const place = pointerTo(at, 'flags');
  return Object.entries(recordOf(flags, place)).map(([key, flag]) => {
    const inside = pointerTo(place, key);
    const definition = readFlag(key, flag, inside);
    const whole = { ...definition, metadata: { ...shared, ...definition.metadata } };
    return importFlag(whole, recordOf(flag, inside).targeting, pointerTo(inside, 'targeting'), { notes, $evaluators });
  });
}

function importAlone(key: string, json: Json, at: string, notes: ImportNote[]): FlagdFlag {
  const { variants, targeting } = recordOf(json, at);
  if (variants !== undefined)
    return importFlag(readFlag(key, json, at), targeting, pointerTo(at, 'targeting'), { notes });
  const definition = { key, isEnabled: true, variants: undefined, defaultVariant: undefined, metadata: {} };
  return importFlag(definition, json, at, { notes });
}

interface Surroundings {
  readonly notes: ImportNote[];
  readonly $evaluators?: Json | undefined;
}

function importFlag(
  definition: Omit<FlagDefinition, 'targeting'>,
  given: Json | undefined,
  at: string,
  { notes, $evaluators }: Surroundings,
): FlagdFlag {
  const read = given && Object.keys(given).length ? readTargeting(given, at, $evaluators) : undefined;
  if (read?.note) notes.push(read.note);
  const flag: FlagDefinition = { ...definition, targeting: read?.logic };
  return Object.freeze({
    key: definition.key,
    targeting: read?.targeting,
    dialect: read?.dialect ?? 'compat',
    evaluate: (context: FlagdContext = {}, moment: FlagdMoment = {}) =>
      Object.freeze(evaluateFlag(flag, context, moment)),
  });
}

interface Targeting {
  readonly logic: FlagDefinition['targeting'];
  readonly targeting?: Json;
  readonly dialect?: ImportDialect;
  readonly note?: ImportNote;
}

/** As flagd has it, one flag that is malformed does not spoil the others. */
function readTargeting(given: Json, at: string, $evaluators: Json | undefined): Targeting {
  try {
    const targeting = replaceReferences(given, at, $evaluators);
    const logic = parseLogic(targeting, at, EXTENDED_OPERATORS);
    return { logic, targeting, dialect: isPlain(targeting) ? 'compat' : 'extended' };
  } catch (error) {
    if (!isKindredError(error)) throw error;
    return { logic: 'malformed', note: { at: error.at ?? at, note: `The flag cannot be evaluated: ${error.message}` } };
  }
}

function isPlain(targeting: Json): boolean {
  try {
    parseLogic(targeting);
    return true;
  } catch {
    return false;
  }
}
