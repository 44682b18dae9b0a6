import { KindredError } from '../core/index.ts';

/** The error of a reading that shall go on after an event which is not there: it may have been erased meanwhile. */
export function unknownPlace(after: string): KindredError {
  const message = `after: there is no event "${after.slice(0, 128)}". It may have been erased; read from the beginning.`;
  return new KindredError('not-found', message, { at: 'after' });
}
