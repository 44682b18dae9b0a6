import type { Json } from '../../core/index.ts';

/** Something that means something else than it did, or that could not be taken along. */
export interface ImportNote {
  /** JSON Pointer in what was imported. */
  readonly at: string;
  readonly note: string;
}

/**
 * The dialects that imported conditions come in: `strict` and `compat` are those of `parseCondition`; `extended` is compat with the
 * operators that only imported rules have, and which {@link parseImported} knows.
 */
export type ImportDialect = 'strict' | 'compat' | 'extended';

/** An imported condition, as data. */
export interface ImportedCondition {
  readonly condition: Json;
  readonly dialect: ImportDialect;
  readonly notes: readonly ImportNote[];
}
