import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../../../src/core/index.ts';

const FOLDER = new URL('../../../../shared/vectors/', import.meta.url);

/** Whether the vectors are here; the tests that need them are skipped otherwise, and say so. */
export const HAS_VECTORS = existsSync(new URL('gpp-vectors.json', FOLDER));

if (!HAS_VECTORS) console.warn('../shared is not here: the GPP vectors are SKIPPED');

/** A GPP string, or one section of one, and what the reference library makes of it. */
export interface GppVector {
  readonly text: string;
  /** Where the string is only a section: its id. */
  readonly sectionId: number | undefined;
  /** The sections by name, or `undefined` where the reference refuses the string. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly ids: unknown;
}

export const GPP_VECTORS: readonly GppVector[] = HAS_VECTORS
  ? list(read('gpp-vectors.json'), 'vectors').map(vectorOf)
  : [];

/** Whole numbers with their Fibonacci codes. */
export const FIBONACCI: readonly (readonly [value: number, code: string])[] = HAS_VECTORS
  ? list({ rows: read('gpp-fibonacci.json') }, 'rows').map((row) =>
      Array.isArray(row) ? [Number(row[0]), String(row[1])] : [0, ''],
    )
  : [];

function vectorOf(row: unknown): GppVector {
  const given = record(row);
  const expected = record(given.expected ?? given.referenceBehaviour);
  const isSection = given.kind === 'section';
  const sections = isSection ? { [String(given.section)]: expected } : expected.sections;
  return {
    text: String(given.string),
    sectionId: isSection ? Number(given.sectionId) : undefined,
    sections: isRecord(sections)
      ? Object.fromEntries(Object.entries(sections).map(([name, one]) => [name, record(one)]))
      : undefined,
    ids: isSection ? [given.sectionId] : expected.sectionIds,
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

function list(value: unknown, key: string): readonly unknown[] {
  const items = record(value)[key];
  return Array.isArray(items) ? items : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
