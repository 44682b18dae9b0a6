import { type ErrorDetails, isRecord, KindredError, nearestName } from '../../core/index.ts';

/** What an option may be set to. */
export type OptionValue = number | string | boolean;

/**
 * One option of an algorithm: its kind, its default, its bounds, and one line of help. Everything that takes options is made from
 * it: checks, the manifest, flags of the command line, grids of the tuner.
 */
export type OptionForm =
  | {
      readonly kind: 'number';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly help: string;
      /** Values worth a try when tuning. */
      readonly tries?: readonly number[];
    }
  | {
      readonly kind: 'whole';
      readonly default: number | string;
      readonly min: number;
      readonly max: number;
      /** Words that are taken besides numbers. */
      readonly words?: readonly string[];
      readonly help: string;
      readonly tries?: readonly (number | string)[];
    }
  | {
      readonly kind: 'choice';
      readonly default: string;
      readonly choices: readonly string[];
      readonly help: string;
      readonly tries?: readonly string[];
    }
  | { readonly kind: 'flag'; readonly default: boolean; readonly help: string; readonly tries?: readonly boolean[] };

/** The options of an algorithm by their names. */
export type OptionTable = Readonly<Record<string, OptionForm>>;

type ValueOf<Form extends OptionForm> = Form extends { readonly kind: 'number' }
  ? number
  : Form extends { readonly kind: 'whole' }
    ? number | (Form extends { readonly words: readonly (infer Word)[] } ? Word : never)
    : Form extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : boolean;

/** Options with nothing left open, each of the type that its form says. */
export type OptionsOf<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

/**
 * Checks options against a table and fills in the defaults. `undefined` counts as left out.
 *
 * @throws KindredError `invalid-options` for an unknown option or a value out of range; `at` is the option's name
 */
export function resolveOptions<Table extends OptionTable>(
  algorithm: string,
  table: Table,
  given: Readonly<Record<string, unknown>>,
): OptionsOf<Table> {
  for (const name of Object.keys(given)) {
    if (given[name] !== undefined && !Object.hasOwn(table, name)) throw unknownOption(algorithm, name, table);
  }
  const options: Record<string, unknown> = {};
  for (const [name, form] of Object.entries(table)) {
    const value = given[name] ?? form.default;
    if (!fits(form, value)) throw invalid(name, value, `Give ${wordsOf(form)}.`);
    options[name] = value;
  }
  if (isResolved(table, options)) return options;
  throw new KindredError('invalid-options', `Cannot train: the options of ${algorithm} are not complete.`);
}

/** Whether the value is one that the option takes. */
function fits(form: OptionForm, value: unknown): boolean {
  switch (form.kind) {
    case 'number':
      return typeof value === 'number' && value >= form.min && value <= form.max;
    case 'whole':
      if (typeof value === 'string') return form.words?.includes(value) === true;
      return Number.isSafeInteger(value) && Number(value) >= form.min && Number(value) <= form.max;
    case 'choice':
      return typeof value === 'string' && form.choices.includes(value);
    case 'flag':
      return typeof value === 'boolean';
    default:
      return form satisfies never;
  }
}

/** What an option takes, in words: "a number from 0 to 10". */
function wordsOf(form: OptionForm): string {
  switch (form.kind) {
    case 'number':
      return `a number ${rangeOf(form)}`;
    case 'whole':
      return [`a whole number ${rangeOf(form)}`, ...(form.words ?? []).map((word) => `"${word}"`)].join(', or ');
    case 'choice':
      return `one of: ${form.choices.join(', ')}`;
    case 'flag':
      return 'true or false';
    default:
      return form satisfies never;
  }
}

function rangeOf({ min, max }: { readonly min: number; readonly max: number }): string {
  return max >= Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
}

function isResolved<Table extends OptionTable>(table: Table, options: unknown): options is OptionsOf<Table> {
  return isRecord(options) && Object.entries(table).every(([name, form]) => fits(form, options[name]));
}

function unknownOption(algorithm: string, name: string, table: OptionTable): KindredError {
  const near = nearestName(name, Object.keys(table));
  const remedy = near === undefined ? 'Leave it out.' : `Did you mean "${near}"?`;
  return new KindredError('invalid-options', `Cannot train: ${name} means nothing to ${algorithm}. ${remedy}`, {
    at: name,
  });
}

/** The error of an option that was set to what it does not take. */
export function invalid(name: string, value: unknown, remedy: string): KindredError {
  const details: ErrorDetails = { at: name };
  const seen = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return new KindredError('invalid-options', `Cannot train: ${name} is ${seen}. ${remedy}`, details);
}
