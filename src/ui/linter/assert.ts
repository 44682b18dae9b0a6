import { KindredError } from '../../core/index.ts';
import type { LintOptions } from './controls.ts';
import type { LintFinding } from './finding.ts';
import { lintConsentUi } from './lint.ts';

/**
 * For tests of your own: passes where {@link lintConsentUi} finds no error.
 *
 * @throws KindredError `unfair-ui` that lists what was found, one line each; `at` is the selector of the first
 *
 * @example
 * ```ts
 * import { assertFairConsentUi } from 'kindred/ui/linter';
 *
 * assertFairConsentUi(document, { container: '#cookie-banner' });
 * ```
 */
export function assertFairConsentUi(root: Document | Element, options: LintOptions = {}): void {
  assertNoErrors(lintConsentUi(root, options));
}

function assertNoErrors(findings: readonly LintFinding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const lines = errors.map(({ rule, selector, message, remedy }) => `- ${rule} at ${selector}: ${message} ${remedy}`);
  const message = `The way in which consent is asked for is not fair.\n${lines.join('\n')}`;
  throw new KindredError('unfair-ui', message, { at: first.selector });
}
