import { canonicalJson, sha256, utf8 } from '../../core/index.ts';
import type { ConsentPolicy } from '../policy.ts';
import { SHORT_BYTES } from './token-form.ts';

/** What the bytes stand for. */
export interface TokenLayout {
  readonly fingerprint: Uint8Array;
  readonly pairs: readonly { readonly purpose: string; readonly party: string }[];
  readonly purposes: ReadonlyMap<string, { readonly index: number; readonly sale: boolean }>;
  readonly parties: ReadonlyMap<string, number>;
}

// Policies are frozen, so what was made of one stays true.
const layouts = new WeakMap<ConsentPolicy, Map<string, TokenLayout>>();

export function layoutOf(policy: ConsentPolicy, source: string): TokenLayout {
  const known = layouts.get(policy) ?? new Map<string, TokenLayout>();
  const layout = known.get(source) ?? createLayout(policy, source);
  layouts.set(policy, known.set(source, layout));
  return layout;
}

function createLayout({ version, region, purposes, parties }: ConsentPolicy, source: string): TokenLayout {
  const partyIds = [source, ...parties.map(({ id }) => id)];
  // All that decides what a cell means. Titles and texts may change without a new token.
  const meaning = [
    source,
    version,
    region,
    purposes.map(({ id, version: own, degree, sale }) => [id, own, degree, sale]),
    parties.map(({ id, groups, purposes: asks }) => [id, groups, asks]),
  ];
  return {
    fingerprint: sha256(utf8(canonicalJson(meaning))).slice(0, SHORT_BYTES),
    pairs: partyIds.flatMap((party) => purposes.map(({ id }) => ({ purpose: id, party }))),
    purposes: new Map(purposes.map(({ id, sale }, index) => [id, { index, sale }])),
    parties: new Map(partyIds.map((id, index) => [id, index])),
  };
}
