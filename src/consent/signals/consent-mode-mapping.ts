import { isRecord, KindredError, pointerTo } from '../../core/index.ts';
import { type Degree, includesDegree, isGrantable } from '../degree.ts';
import { CONSENT_MODE_TYPES, type ConsentModeType } from './consent-mode-types.ts';

/** For each type the purposes that must all be allowed before Google's tags hear `granted`. */
export type ConsentModeMapping = Partial<Readonly<Record<ConsentModeType, readonly string[]>>>;

/** The degree at which each type needs its purposes; never less than `pseudonymous`, for tags send ids. */
export type ConsentModeDegrees = Partial<Readonly<Record<ConsentModeType, Degree>>>;

const TYPES: readonly string[] = CONSENT_MODE_TYPES;

/** What a type needs. */
export interface ConsentModeNeed {
  readonly type: ConsentModeType;
  readonly purposes: readonly string[];
  readonly degree: Degree;
}

/** Reads both options once; their order is that of {@link CONSENT_MODE_TYPES}. */
export function readNeeds(mapping: unknown, degrees: unknown = {}): readonly ConsentModeNeed[] {
  const purposesOf = readTable(mapping, 'mapping', isTexts, 'a list of purposes');
  const degreeOf = readTable(degrees, 'degrees', isDegreeOfIds, 'pseudonymous or identified');
  return CONSENT_MODE_TYPES.flatMap((type) => {
    const purposes = purposesOf.get(type);
    return purposes ? [{ type, purposes, degree: degreeOf.get(type) ?? usualDegree(type) }] : [];
  });
}

/** `ad_user_data` allows e-mail addresses and telephone numbers to be sent, if hashed: that is who somebody is. */
function usualDegree(type: ConsentModeType): Degree {
  return type === 'ad_user_data' ? 'identified' : 'pseudonymous';
}

function readTable<Value>(
  input: unknown,
  option: string,
  is: (value: unknown) => value is Value,
  wanted: string,
): ReadonlyMap<string, Value> {
  if (!isRecord(input)) throw invalid(`/${option}`, 'must name types of Consent Mode');
  const table = new Map<string, Value>();
  for (const [key, value] of Object.entries(input)) {
    if (!TYPES.includes(key)) throw invalid(pointerTo(`/${option}`, key), `is none of ${TYPES.join(', ')}`);
    if (!is(value)) throw invalid(pointerTo(`/${option}`, key), `must be ${wanted}`);
    table.set(key, value);
  }
  return table;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isDegreeOfIds = (value: unknown): value is Degree => isGrantable(value) && includesDegree(value, 'pseudonymous');

function invalid(at: string, problem: string): KindredError {
  return new KindredError('invalid-options', `Consent Mode: ${at} ${problem}.`, { at });
}
