import { nodePlatform } from '../platform/index.ts';

/** Something that the developer should know. It never contains visitor data. */
export interface Report {
  readonly kind: 'events-rejected' | 'ledger-refused' | 'internal-error' | 'store-failed' | 'recommender-failed';
  readonly message: string;
  readonly cause?: unknown;
}

/** A listener that fails must not fail the request that it hears about. */
export function createReporter(listener: (report: Report) => void = toConsole): (report: Report) => void {
  return (report) => {
    try {
      listener(report);
    } catch {
      // There is nobody left to tell.
    }
  };
}

/** Who does not listen still hears of failures; events that a visitor's page got wrong would fill the log. */
function toConsole({ kind, message, cause }: Report): void {
  if (kind !== 'events-rejected' && kind !== 'ledger-refused') nodePlatform().logger.error(message, cause);
}
