// What the pages of the blocking tests run.
import { type Consent, createConsent } from '../../../src/consent/index.ts';
import { type MemoryPlatform, memoryPlatform } from '../../../src/testing/memory-platform.ts';
import { type BlockerOptions, createBlocker, createCookieGuard } from '../../../src/ui/blocking/index.ts';

export const POLICY = {
  version: '1',
  purposes: [
    {
      id: 'analytics',
      title: 'Help the shop improve',
      description: 'Counts.',
      keeps: { cookies: ['_stats', '_st_*', '_visits; Path=/account'], localStorage: ['stats:*'] },
    },
    { id: 'maps', title: 'Show maps', description: 'Shows where we are.' },
  ],
  parties: [
    { id: 'stats.example', name: 'Stats & Co', purposes: ['analytics'] },
    { id: 'maps.example', name: 'Maps', purposes: ['maps'] },
  ],
};

export const platform: MemoryPlatform = memoryPlatform();
export const consent: Consent = createConsent({ ...platform, source: 'shop.example', policy: POLICY });

/** What happened, in order: scripts of the tests add to it. */
export const happened: string[] = [];
export const reported: string[] = [];
export const violations: string[] = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
  violations.push(`${violatedDirective} ${sample}`),
);

export function start(options: Partial<BlockerOptions> = {}): () => void {
  const report = (error: unknown) => reported.push(error instanceof Error ? error.message : String(error));
  return createBlocker({ consent, report, ...options }).start();
}

export function guard(): () => void {
  return createCookieGuard({ consent }).start();
}

/** What scripts of others do. */
export function writeCookie(cookie: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: it is what the guard guards.
  document.cookie = cookie;
}
