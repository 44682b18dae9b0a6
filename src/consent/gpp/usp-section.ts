import { invalid } from './invalid.ts';

/**
 * The US Privacy string, which the US sections replace. Each letter is `Y`, `N`, or `-` for not applicable. IAB Tech Lab, US Privacy
 * String, version 1.
 */
export interface UspFields {
  readonly Version: 1;
  /** Whether the person was told, and could opt out. */
  readonly Notice: string;
  /** `Y`: opted out. */
  readonly OptOutSale: string;
  readonly LspaCovered: string;
}

/** @throws KindredError `invalid-signal` */
export function decodeUsp(text: string, at: string): UspFields {
  const [, Notice = '', OptOutSale = '', LspaCovered = ''] = check(text, at);
  return { Version: 1, Notice, OptOutSale, LspaCovered };
}

/** @throws KindredError `invalid-signal` */
export function encodeUsp({ Notice, OptOutSale, LspaCovered }: UspFields, at: string): string {
  return check(`1${Notice}${OptOutSale}${LspaCovered}`, at);
}

function check(text: string, at: string): string {
  if (!/^1[YN-]{3}$/.test(text)) throw invalid(at, 'is no US Privacy string');
  return text;
}
