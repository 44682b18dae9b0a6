import { deepFreeze, isRecord, KindredError } from '../../core/index.ts';
import { TERMS_PRESET_IDS, type TermsPresetId } from './terms.ts';
import { presetOf } from './terms-choices.ts';

/** How a negotiation stands, in the words of the W3C Data Privacy Vocabulary for IEEE 7012. */
export const NEGOTIATION_STATUSES = [
  'Requested',
  'Initiated',
  'PendingResponse',
  'ClarificationRequired',
  'ConfirmationRequired',
  'CounterOfferMade',
  'Accepted',
  'Refused',
  'Expired',
  'Paused',
  'Invalid',
  'Terminated',
  'Unknown',
] as const;

/** One of {@link NEGOTIATION_STATUSES}. */
export type NegotiationStatus = (typeof NEGOTIATION_STATUSES)[number];

/** One step of a negotiation. */
export interface NegotiationStep {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly by: 'person' | 'shop';
  readonly status: NegotiationStatus;
  /** The terms that are on the table from then on. */
  readonly terms: TermsPresetId;
}

/** What the person and a shop agreed on, or not yet; both sides keep the same record (IEEE 7012). */
export interface TermsAgreement {
  readonly kind: 'kindred-agreement';
  readonly version: 1;
  readonly id: string;
  /** The shop's party id. */
  readonly source: string;
  /** Version of the policy that the shop had then. */
  readonly notice: string;
  readonly terms: TermsPresetId;
  readonly status: NegotiationStatus;
  /** Oldest first. */
  readonly steps: readonly NegotiationStep[];
}

/** What a proposal of terms needs. */
export interface TermsProposal {
  readonly id: string;
  readonly terms: TermsPresetId;
  readonly source: string;
  readonly notice: string;
  readonly at: number;
}

/**
 * The person proposes terms to a shop.
 *
 * @throws KindredError `invalid-options` for terms that are not in the roster
 *
 * @example
 * ```ts
 * import { answerTerms, proposeTerms } from 'kindred/consent/receipts';
 *
 * const asked = proposeTerms({ id: '1', terms: 'SD-BASE', source: 'shop.example', notice: '2026-11', at: 1_800_000_000_000 });
 * const agreed = answerTerms(asked, { status: 'Accepted', by: 'shop', at: 1_800_000_060_000 });
 * console.log(agreed.status); // Accepted
 * ```
 */
export function proposeTerms({ id, terms, source, notice, at }: TermsProposal): TermsAgreement {
  presetOf(terms);
  const status = 'Requested';
  const steps = [{ at, by: 'person', status, terms }] as const;
  return deepFreeze({ kind: 'kindred-agreement', version: 1, id, source, notice, terms, status, steps });
}

type Moves = Partial<Record<NegotiationStatus, readonly NegotiationStatus[]>>;

/**
 * Who may make which step. A shop accepts, refuses, or offers one other agreement of the roster, which the person takes or leaves:
 * there is no haggling (IEEE 7012). What ended stays ended.
 */
const MOVES: Readonly<Record<NegotiationStep['by'], Moves>> = {
  person: {
    Requested: ['Terminated', 'Expired'],
    PendingResponse: ['Terminated', 'Expired'],
    CounterOfferMade: ['Accepted', 'Refused', 'Expired'],
    Accepted: ['Paused', 'Terminated', 'Expired'],
    Paused: ['Accepted', 'Terminated', 'Expired'],
  },
  shop: {
    Requested: ['PendingResponse', 'Accepted', 'Refused', 'CounterOfferMade'],
    PendingResponse: ['Accepted', 'Refused', 'CounterOfferMade'],
    CounterOfferMade: ['Terminated', 'Expired'],
    Accepted: ['Terminated', 'Expired'],
    Paused: ['Terminated', 'Expired'],
  },
};

/** A step to take. `terms` belong to a counter-offer and to nothing else. */
export interface TermsAnswer extends Pick<NegotiationStep, 'at' | 'by' | 'status'> {
  readonly terms?: TermsPresetId;
}

/**
 * The next step of a negotiation, as a new record.
 *
 * @throws KindredError `invalid-options` for a step that this side may not take now
 *
 * @example
 * ```ts
 * import { answerTerms, type TermsAgreement } from 'kindred/consent/receipts';
 *
 * const counter = (asked: TermsAgreement, at: number) =>
 *   answerTerms(asked, { status: 'CounterOfferMade', terms: 'SD-BASE-A', by: 'shop', at });
 * ```
 */
export function answerTerms(agreement: TermsAgreement, { at, by, status, terms }: TermsAnswer): TermsAgreement {
  const moves = MOVES[by][agreement.status] ?? [];
  if (!moves.includes(status)) {
    const remedy = moves.length > 0 ? `It may answer ${moves.join(', ')}.` : 'It has nothing to say now.';
    throw invalid('status', `the ${by} cannot answer ${agreement.status} with ${status}. ${remedy}`);
  }
  if ((status === 'CounterOfferMade') !== (terms !== undefined)) {
    throw invalid('terms', 'other terms come with a counter-offer, and with nothing else.');
  }
  if (at < (agreement.steps.at(-1)?.at ?? 0)) throw invalid('at', 'a step cannot be older than the one before.');
  const next = terms ?? agreement.terms;
  presetOf(next);
  return deepFreeze({
    ...agreement,
    terms: next,
    status,
    steps: [...agreement.steps, { at, by, status, terms: next }],
  });
}

/**
 * Reads an agreement that somebody kept; `undefined` for anything that is none, or whose steps could not have been taken.
 *
 * @example
 * ```ts
 * import { readAgreement } from 'kindred/consent/receipts';
 *
 * const isAgreed = (stored: unknown) => readAgreement(stored)?.status === 'Accepted';
 * ```
 */
export function readAgreement(input: unknown): TermsAgreement | undefined {
  if (!isRecord(input)) return undefined;
  const { kind, version, id, source, notice, steps, status } = input;
  if (kind !== 'kindred-agreement' || version !== 1 || !Array.isArray(steps) || !steps.every(isStep)) return undefined;
  if (typeof id !== 'string' || typeof source !== 'string' || typeof notice !== 'string') return undefined;
  const [first, ...others] = steps;
  if (first?.by !== 'person' || first.status !== 'Requested') return undefined;
  const taken = takeSteps(proposeTerms({ id, source, notice, terms: first.terms, at: first.at }), others);
  return taken?.status === status ? taken : undefined;
}

function takeSteps(start: TermsAgreement, steps: readonly NegotiationStep[]): TermsAgreement | undefined {
  try {
    return steps.reduce((agreement, { terms, ...step }) => {
      const isCounter = step.status === 'CounterOfferMade';
      if (!isCounter && terms !== agreement.terms) throw invalid('terms', 'they changed.');
      return answerTerms(agreement, isCounter ? { ...step, terms } : step);
    }, start);
  } catch {
    return undefined;
  }
}

function isStep(input: unknown): input is NegotiationStep {
  if (!isRecord(input)) return false;
  const { at, by, status, terms } = input;
  return (
    Number.isFinite(at) &&
    (by === 'person' || by === 'shop') &&
    NEGOTIATION_STATUSES.some((name) => name === status) &&
    TERMS_PRESET_IDS.some((name) => name === terms)
  );
}

function invalid(at: string, problem: string): KindredError {
  return new KindredError('invalid-options', `Agreement: ${problem}`, { at });
}
