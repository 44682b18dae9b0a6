import { KindredError } from '../../core/index.ts';

/** Refuses one place of a TC string, of its model, or of a vendor list. @throws KindredError `invalid-signal` */
export function refuse(at: string, problem: string): never {
  throw new KindredError('invalid-signal', `TCF: ${at || 'the text'} ${problem}.`, { at: at && `/${at}` });
}
