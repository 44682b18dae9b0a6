import type { Degree } from './degree.ts';

/** How a field leaves below the degree at which it leaves as it is: coarsened so far that many people share the value. */
export type Coarsening = 'hour' | 'band' | 'language';

/** The least degree at which a field leaves as it is, and what of it leaves below. */
export interface FieldRule {
  readonly degree: Degree;
  /** From `anonymous` on. Without it nothing of the field leaves below `degree`. */
  readonly coarse?: Coarsening;
  /** An id: it is a pseudonym of its own for each party. */
  readonly isPairwise?: true;
  /** Holds fields of its own, by this table. */
  readonly fields?: FieldRules;
  /** Holds a list of records, each by this table. */
  readonly each?: FieldRules;
}

/** Rules by field name. Fields that are not named leave by the rule of `''`, or not at all. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

const ANYBODY: FieldRule = { degree: 'anonymous' };
const SOMEBODY: FieldRule = { degree: 'pseudonymous' };
const NAMED: FieldRule = { degree: 'identified' };
const PAIRWISE: FieldRule = { degree: 'pseudonymous', isPairwise: true };
const BAND: FieldRule = { degree: 'pseudonymous', coarse: 'band' };
const HOUR: FieldRule = { degree: 'pseudonymous', coarse: 'hour' };

function each(names: string, rule: FieldRule): FieldRules {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

const productFields = (): FieldRules => ({
  // Whatever a site adds may be anything: it needs an id's worth of trust.
  '': SOMEBODY,
  ...each('product_id sku category brand variant currency quantity position list_id promotion_id step', ANYBODY),
  ...each('price value total revenue subtotal tax shipping discount', BAND),
  ...each('order_id checkout_id cart_id coupon review_id wishlist_id share_id', PAIRWISE),
  ...each('email phone firstName lastName first_name last_name address street postcode birthday', NAMED),
});

const eventFields = (product: FieldRules): FieldRules => ({
  ...each('type event', ANYBODY),
  ...each('name', SOMEBODY),
  ...each('anonymousId messageId', PAIRWISE),
  ...each('userId groupId previousId traits', NAMED),
  ...each('timestamp sentAt', HOUR),
  properties: { degree: 'anonymous', fields: { ...product, products: { degree: 'anonymous', each: product } } },
  context: {
    degree: 'anonymous',
    fields: {
      '': SOMEBODY,
      traits: NAMED,
      library: ANYBODY,
      locale: { degree: 'pseudonymous', coarse: 'language' },
      ...each('page campaign referrer', SOMEBODY),
      ...each('ip userAgent device location', NAMED),
      kindred: {
        degree: 'anonymous',
        fields: {
          ...each('session grant', PAIRWISE),
          ...each('degree purpose notice until', ANYBODY),
          ...each('tags', SOMEBODY),
        },
      },
    },
  },
});

/**
 * For every field of the event envelope the least degree at which it may leave. Product facts without any person in them may leave at
 * `anonymous`; what tells two people apart, free text included, at `pseudonymous`; who somebody is at `identified`.
 */
export const FIELD_DEGREES: FieldRules = /* @__PURE__ */ eventFields(/* @__PURE__ */ productFields());

/**
 * The category of data that an event belongs to, one of `DATA_CATEGORIES`: what the scope of a permission limits.
 *
 * @example
 * ```ts
 * import { categoryOf } from 'kindred/consent';
 *
 * categoryOf('track', 'Order Completed'); // 'purchases'
 * ```
 */
export function categoryOf(type: string, event = ''): string {
  if (type === 'page' || type === 'screen') return 'views';
  if (type !== 'track') return 'identity';
  return CATEGORIES.find(([pattern]) => pattern.test(event))?.[1] ?? 'other';
}

const CATEGORIES = [
  [/^Order|^Payment/, 'purchases'],
  [/Search|Filtered/, 'searches'],
  [/Cart|Checkout|Coupon|^Product (Added|Removed)$/, 'cart'],
  [/Viewed$/, 'views'],
  [/Clicked|Shared|Reviewed|Wishlist|Engag|Scroll/, 'engagement'],
] as const;
