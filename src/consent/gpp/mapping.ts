import type { UsSectionName } from './layouts.ts';

/** Which purposes of the site the fields of US sections are about, and what the site declares about itself. */
export interface GppMapping {
  /** Purposes under which data is sold; those with `sale: true` unless named. */
  readonly sale?: readonly string[];
  /** Purposes under which data is shared for advertising across contexts; those of `sale` unless named. */
  readonly sharing?: readonly string[];
  /** Purposes that target advertising; those of `sale` unless named. */
  readonly targetedAdvertising?: readonly string[];
  /** Purposes that go beyond what was disclosed when the data was collected; none unless named. */
  readonly additional?: readonly string[];
  /** Purposes that use sensitive data: by section, by the number of the category in the specification of that section, from 1. */
  readonly sensitive?: Readonly<Partial<Record<UsSectionName, Readonly<Record<number, readonly string[]>>>>>;
  /** Whether the person was given the notices that the law asks for; whether the policy has a `notice` unless named. */
  readonly notice?: boolean;
  /** The mode under the Multi-State Privacy Agreement, for a signatory whose transactions it covers. */
  readonly mspa?: 'opt-out-option' | 'service-provider';
}
