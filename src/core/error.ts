/** Every code that a {@link KindredError} can carry. The list is closed: code that handles errors may switch over it. */
export const ERROR_CODES = [
  'aborted',
  'body-too-large',
  'empty-input',
  'import-too-large',
  'invalid-event',
  'invalid-grant',
  'invalid-input',
  'invalid-ledger',
  'invalid-options',
  'invalid-party',
  'invalid-policy',
  'invalid-purpose',
  'invalid-rule',
  'invalid-signal',
  'invalid-token',
  'missing-column',
  'model-corrupt',
  'model-missing-file',
  'model-version',
  'not-found',
  'singular-matrix',
  'storage-full',
  'storage-unavailable',
  'truncated-input',
  'unavailable',
  'unfair-ui',
  'unknown-item',
  'unsupported-media-type',
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where an error happened, and what caused it. */
export interface ErrorDetails {
  /** The place: a JSON Pointer (RFC 6901), a file with its line, or the name of an option. */
  readonly at?: string;
  readonly cause?: unknown;
}

/**
 * The one error class. Its message says what is wrong, where, and what to do about it; `code` is for programs.
 *
 * @example
 * ```ts
 * import { isKindredError, parseCondition } from 'kindred/rules';
 *
 * try {
 *   parseCondition({ eqals: [1, 1] });
 * } catch (error) {
 *   if (isKindredError(error)) console.error(error.code, error.at);
 * }
 * ```
 */
export class KindredError extends Error {
  override readonly name = 'KindredError';
  readonly code: ErrorCode;
  readonly at: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    // Error takes the cause, where there is one, and leaves the rest.
    super(message, details);
    this.code = code;
    this.at = details.at;
  }
}

/**
 * Tells a {@link KindredError} from any other value, also one that a second copy of the package threw.
 *
 * @example
 * ```ts
 * import { isKindredError } from 'kindred';
 *
 * const isRetryable = (error: unknown) => isKindredError(error) && error.code === 'unavailable';
 * ```
 */
export function isKindredError(value: unknown): value is KindredError {
  return value instanceof Error && value.name === 'KindredError' && 'code' in value;
}
