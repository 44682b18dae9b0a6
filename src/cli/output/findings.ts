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
}

/** What was checked, and what was found. */
export interface Checked {
  readonly kind: 'rules' | 'policy' | 'page';
  readonly target: string;
  readonly findings: readonly Finding[];
}

/** The findings for people, errors first. */
export function formatChecked({ target, findings }: Checked, io: CliIo): string {
  const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
  const facts = sorted.map(({ severity, rule, at, message, remedy, source }): Fact => {
    const more = [remedy, source && `See ${source}.`].flatMap((line) => line || []);
    return [severity, `${rule}: ${message}`, ...more, `at ${at || 'the whole'}`];
  });
  return formatFacts(`Checked ${target}`, facts.length > 0 ? facts : [['found', 'nothing']], io);
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
