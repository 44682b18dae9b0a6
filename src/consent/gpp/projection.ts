import { deepFreeze } from '../../core/index.ts';
import type { Consent } from '../index.ts';
import { invalid } from './invalid.ts';
import { type Field, layoutOf, type UsSectionName } from './layouts.ts';
import type { GppMapping } from './mapping.ts';
import { type GppModel, type GppSection, type GppSectionName, idOf, isCarried } from './model.ts';
import type { UsContent } from './us-section.ts';
import type { UspFields } from './usp-section.ts';

/** What a projection is made from. */
export interface GppProjectionOptions {
  readonly consent: Pick<Consent, 'check' | 'policy'>;
  /** The sections to write, for example `usnat`. */
  readonly sections: readonly GppSectionName[];
  readonly mapping?: GppMapping;
  /** The signals of this navigation, as `createConsent` takes them. Where they are not given, no section tells Gpc. */
  readonly signals?: readonly string[];
  /** Write the sections that another part writes, for example `kindred/consent/tcf`. */
  readonly tcStrings?: Readonly<Partial<Record<'tcfeuv2' | 'tcfcav1', () => string | undefined>>>;
}

/**
 * What the person allows, as a GPP model. A section speaks to everybody who reads it, so it says "did not opt out" or "consent" only
 * where the site and every party that asks for a purpose of the field are allowed it, without limits and to the degree that advertising
 * works at (`pseudonymous`, or `identified` where the purpose asks for that). Everything else is opted out.
 *
 * @throws KindredError `invalid-options` for a mapping to a purpose that the policy does not have
 * @example
 * ```ts
 * import type { Consent } from 'kindred/consent';
 * import { encodeGpp, projectGpp } from 'kindred/consent/gpp';
 *
 * const gppOf = (consent: Consent) => encodeGpp(projectGpp({ consent, sections: ['usnat'], signals: ['gpc'] }));
 * ```
 */
export function projectGpp(options: GppProjectionOptions): GppModel {
  const sorted = [...options.sections].sort((one, other) => idOf(one) - idOf(other));
  return deepFreeze({ sections: sorted.flatMap((name) => projectSection(name, options)) });
}

function projectSection(name: GppSectionName, options: GppProjectionOptions): readonly GppSection[] {
  const id = idOf(name);
  if (name === 'tcfeuv2' || name === 'tcfcav1') {
    const text = options.tcStrings?.[name]?.();
    return isCarried(text) ? [{ kind: 'opaque', id, name, text }] : [];
  }
  if (name === 'uspv1') return [{ kind: 'usp', id: 6, name, fields: projectUsp(options) }];
  return [{ kind: 'us', id, name, ...projectUs(name, options) }];
}

function projectUs(name: UsSectionName, { consent, mapping = {}, signals }: GppProjectionOptions): UsContent {
  const { policy } = consent;
  const { mspa, notice = policy.notice !== undefined, additional = [], sensitive = {} } = mapping;
  const { sale = policy.purposes.flatMap((purpose) => (purpose.sale ? purpose.id : [])) } = mapping;
  const { sharing = sale, targetedAdvertising = sale } = mapping;
  const categories = sensitive[name] ?? {};
  const [core = [], other = []] = layoutOf(name);
  const hasGpc = other[0]?.name === 'Gpc';
  const told = yesOrNo(notice);
  const tell = (uses: readonly unknown[]) => (uses.length > 0 ? told : 0);
  const sensitiveNotice = tell(Object.keys(categories));
  const isOptOutOption = mspa ? yesOrNo(mspa === 'opt-out-option') : 0;
  const beyond = permit(consent, additional);
  const numbers = [
    name === 'usnat' ? 2 : 1, // Version
    1, // MspaVersion
    told, // SharingNotice
    told, // ProcessingNotice
    tell(sale), // SaleOptOutNotice
    tell(sharing), // SharingOptOutNotice
    tell(targetedAdvertising), // TargetedAdvertisingOptOutNotice
    sensitiveNotice, // SensitiveDataProcessingOptOutNotice
    sensitiveNotice, // SensitiveDataOptOutNotice
    sensitiveNotice, // SensitiveDataLimitUseNotice
    permit(consent, sale), // SaleOptOut
    permit(consent, sharing), // SharingOptOut
    permit(consent, targetedAdvertising), // TargetedAdvertisingOptOut
    0, // SensitiveDataProcessing, which is a list
    0, // KnownChildSensitiveDataConsents: nothing here knows a person's age, so nothing is done with such knowledge
    beyond, // PersonalDataConsents
    beyond, // AdditionalDataProcessingConsent
    yesOrNo(mspa), // MspaCoveredTransaction
    isOptOutOption, // MspaOptOutOptionMode
    isOptOutOption && 3 - isOptOutOption, // MspaServiceProviderMode
    isOptOutOption, // MspaMode
  ];
  const listOf = ({ name: field, count }: Field) =>
    Array.from({ length: count }, (_, category) =>
      field === 'SensitiveDataProcessing' ? permit(consent, categories[category + 1] ?? []) : 0,
    );
  const fields = [...core, ...(hasGpc ? [] : other)].map((field) => [
    field.name,
    field.count ? listOf(field) : (numbers[field.index] ?? 0),
  ]);
  return { fields: Object.fromEntries(fields), gpc: hasGpc ? signals?.includes('gpc') : undefined };
}

const yesOrNo = (is: unknown): number => (is ? 1 : 2);

/** 0 where there is no such use, 2 where all of it is allowed, and otherwise 1. */
function permit({ check, policy }: GppProjectionOptions['consent'], purposes: readonly string[]): number {
  const questions = purposes.flatMap((id) => {
    const purpose = policy.purposes.find((each) => each.id === id);
    if (!purpose) throw invalid('mapping', `has the unknown purpose ${id}`, 'invalid-options');
    const degree = purpose.degree === 'identified' ? 'identified' : 'pseudonymous';
    // No field can tell limits: a permission that has any does not cover a question that names none.
    const question = { purpose: id, degree, scope: {} } as const;
    const others = policy.parties.filter((party) => party.purposes.includes(id));
    // The site is asked about too: it is the one who sells and shares.
    return [question, ...others.map((party) => ({ ...question, party: party.id }))];
  });
  if (questions.length === 0) return 0;
  return questions.every((question) => check(question).allow) ? 2 : 1;
}

/** The older string has the same values in letters. Where nothing is sold there is no transaction that an agreement could cover. */
function projectUsp(options: GppProjectionOptions): UspFields {
  const { SaleOptOutNotice, SaleOptOut, MspaCoveredTransaction } = projectUs('usnat', options).fields;
  const letter = (value: unknown) => '-YN'.charAt(Number(value));
  return {
    Version: 1,
    Notice: letter(SaleOptOutNotice),
    OptOutSale: letter(SaleOptOut),
    LspaCovered: letter(SaleOptOut && MspaCoveredTransaction),
  };
}
