import { DEGREES, type Degree, includesDegree } from '../../consent/index.ts';
import { KindredError } from '../../core/index.ts';
import type { KindredEvent } from '../../events/index.ts';

/** What is permitted while a log is replayed: everything, what its events say, or some purposes at most at a degree. */
export type Permissions =
  | { readonly kind: 'all' }
  | { readonly kind: 'logged' }
  | { readonly kind: 'some'; readonly grants: ReadonlyMap<string, Degree> };

export type Allows = (purpose: string, degree?: string) => boolean;

/** What one person permits, as their events go by. */
export interface PersonPermissions {
  readonly allows: Allows;
  /** Learns from the purpose and the degree for which an event was allowed. */
  learn(event: KindredEvent): void;
}

/**
 * Reads `all`, `logged`, or purposes such as `personalization=on-device,analytics`.
 *
 * @throws KindredError `invalid-options`
 */
export function parsePermissions(text: string): Permissions {
  if (text === 'all' || text === 'logged') return { kind: text };
  const grants = new Map<string, Degree>();
  for (const part of text.split(',')) {
    const [purpose = '', degree = 'identified', ...others] = part.split('=').map((word) => word.trim());
    const known = DEGREES.find((each) => each === degree);
    if (!purpose || !known || others.length > 0) throw wrongPermissions(part);
    grants.set(purpose, known);
  }
  return { kind: 'some', grants };
}

function wrongPermissions(part: string): KindredError {
  const message = `--permit takes all, logged, or purposes such as personalization=on-device,analytics, not "${part}". Degrees: ${DEGREES.join(', ')}.`;
  return new KindredError('invalid-options', message, { at: '--permit' });
}

export const allowAll: Allows = () => true;

/** The permissions of one person. */
export function createPersonPermissions(permissions: Permissions): PersonPermissions {
  if (permissions.kind === 'all') return { allows: allowAll, learn: () => {} };
  const grants = new Map(permissions.kind === 'some' ? permissions.grants : []);
  return {
    allows: (purpose, degree) => includes(grants.get(purpose), degree),
    learn({ context }) {
      const { purpose, degree } = context?.kindred ?? {};
      const known = DEGREES.find((each) => each === degree);
      if (permissions.kind === 'logged' && purpose !== undefined && known) grants.set(purpose, known);
    },
  };
}

function includes(granted: Degree | undefined, needed: string | undefined): boolean {
  if (granted === undefined || granted === 'none') return false;
  const known = DEGREES.find((each) => each === needed);
  return needed === undefined || (known !== undefined && includesDegree(granted, known));
}
