import { isRecord, ownValue } from '../../core/index.ts';
import type { Degree } from '../degree.ts';
import type { ConsentStateName } from './history.ts';

/** What a receipt or record of any form says, ours or another's. */
export interface ReceiptReading {
  readonly form: 'iso-27560' | 'kantara-1.1';
  /** Of the receipt; of the record where it is none. */
  readonly id: string;
  /** What it calls the person. */
  readonly person: string;
  readonly notice: string;
  readonly purposes: readonly ReadPurpose[];
  readonly parties: readonly ReadParty[];
  /** Oldest first, as they stand there. */
  readonly events: readonly ReadEvent[];
}

/** A purpose that a receipt names. */
export interface ReadPurpose {
  readonly title: string;
  /** Where the receipt is ours, or its category names it. */
  readonly id?: string;
  /** Ids (ISO) or names (Kantara) of the parties that data goes to, the controllers left out. */
  readonly recipients: readonly string[];
  readonly data: readonly string[];
}

/** A party that a receipt names. */
export interface ReadParty {
  readonly id: string;
  readonly name: string;
  readonly isController: boolean;
}

/** A change of permission that a receipt tells. */
export interface ReadEvent {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** `unknown` counts as no permission. */
  readonly state: ConsentStateName | 'unknown';
  /** In force until then, exclusive, where it says so. */
  readonly until?: number;
  readonly by: string;
  /** Where the receipt tells them apart; else it is about all that it names. */
  readonly purpose?: string;
  readonly party?: string;
  readonly degree?: Degree;
}

export function textOf(input: unknown, key: string): string | undefined {
  const value = ownValue(input, key);
  return typeof value === 'string' ? value : undefined;
}

export function textsOf(input: unknown, key: string): readonly string[] {
  return [ownValue(input, key)].flat().filter((item) => typeof item === 'string');
}

export function listOf(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? input.filter(isRecord) : [];
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/** A time without an offset is in UTC: what the machine's zone would make of it is nobody's meaning. NaN for what is no time. */
export function timeOf(text: string): number {
  const parts = text.length < 40 ? ISO_TIME.exec(text) : null;
  return parts ? Date.parse(parts[3] === undefined ? `${text}Z` : text) : Number.NaN;
}
