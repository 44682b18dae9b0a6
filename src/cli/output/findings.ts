import type { CliIo } from '../io.ts';
import { counted } from './amounts.ts';
import { type Fact, formatFacts } from './facts.ts';

/** Something that was found in what was checked. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** A JSON Pointer, or a selector. */
  readonly at: string;
  readonly message: string;
  readonly remedy?: string;
  /** Where it is written. */
  readonly source?: string;
  /** The element in words. */
  readonly element?: string;
  /** Where in its file it stands, both counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** What was checked, and what was found. */
export interface Checked {
  readonly kind: 'rules' | 'policy' | 'page';
  readonly target: string;
  readonly findings: readonly Finding[];
}

// A terminal is no place for more; --json has all.
const MOST_SHOWN = 200;

/** The findings for people, errors first. */
export function formatChecked({ target, findings }: Checked, io: CliIo): string {
  const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
  const facts = sorted.slice(0, MOST_SHOWN).map((finding): Fact => {
    const { severity, rule, message, remedy, source } = finding;
    const more = [remedy, source && `See ${source}.`].flatMap((line) => line || []);
    return [severity, `${rule}: ${message}`, ...more, `at ${placeOf(finding)}`];
  });
  const hidden = sorted.length - facts.length;
  if (hidden > 0) facts.push(['and', `${counted(hidden, 'more finding')} (--json has all)`]);
  return formatFacts(`Checked ${target}`, facts.length > 0 ? facts : [['found', 'nothing']], io);
}

function placeOf({ at, line, column }: Finding): string {
  const place = at || 'the whole';
  return line === undefined || column === undefined ? place : `${place} (line ${line}, column ${column})`;
}

function rank({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}

/** `2 errors and 1 warning` */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const parts = [
    errors > 0 ? counted(errors, 'error') : '',
    findings.length > errors ? counted(findings.length - errors, 'warning') : '',
  ];
  return parts.filter(Boolean).join(' and ');
}
