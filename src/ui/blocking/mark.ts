import { DEGREES } from '../../consent/degree.ts';
import type { Consent, ConsentPolicy, Degree } from '../../consent/index.ts';

/** What the blocking asks of the person's permissions. */
export interface BlockerConsent extends Pick<Consent, 'check' | 'grant' | 'onChange'> {
  readonly policy: Pick<ConsentPolicy, 'purposes' | 'parties'>;
}

/** What a marked element needs: the purpose, for whom, and at which degree. */
export interface Mark {
  readonly purpose: string;
  /** Absent: the shop itself. */
  readonly party?: string;
  readonly degree: Degree;
}

/** Every element that waits for permission. */
export const MARKED = '[data-kindred-purpose]';

/** Reads the mark, if there is one whose degree could be granted: nothing is allowed by a slip of the pen. */
export function readMark(element: Element): Mark | undefined {
  const purpose = element.getAttribute('data-kindred-purpose');
  if (purpose === null) return undefined;
  const party = element.getAttribute('data-kindred-party');
  const named = element.getAttribute('data-kindred-degree') ?? 'pseudonymous';
  const degree = DEGREES.find((each) => each === named && each !== 'none');
  return degree && { purpose, degree, ...(party && { party }) };
}

/** The address as a page may load it; `undefined` for `javascript:`, `data:` and whatever else is no http address. */
export function httpAddress(address: string, base: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const { protocol, href } = new URL(address, base);
  return /^https?:$/.test(protocol) ? href : undefined;
}
