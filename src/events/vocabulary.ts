/**
 * The names of Segment's e-commerce specification, version 2 (`spec/ecommerce/v2`), that shops use to tell what happened.
 * Any other name may be tracked too; these are the ones that profile, rules and recommenders understand.
 */
export const COMMERCE_EVENTS = [
  'Products Searched',
  'Product List Viewed',
  'Product List Filtered',
  'Promotion Viewed',
  'Promotion Clicked',
  'Product Clicked',
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Cart Viewed',
  'Checkout Started',
  'Checkout Step Viewed',
  'Checkout Step Completed',
  'Payment Info Entered',
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
  'Coupon Entered',
  'Coupon Applied',
  'Coupon Denied',
  'Coupon Removed',
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  'Product Shared',
  'Cart Shared',
  'Product Reviewed',
] as const;

/** One of {@link COMMERCE_EVENTS}. */
export type CommerceEvent = (typeof COMMERCE_EVENTS)[number];

/** A product as the e-commerce events carry it. Prices are in units of `currency` (ISO 4217), not in cents. */
export interface ProductProperties {
  readonly product_id: string;
  readonly sku?: string;
  readonly category?: string;
  readonly name?: string;
  readonly brand?: string;
  readonly variant?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly currency?: string;
  readonly [key: string]: unknown;
}

/** The properties of `Order Completed`. */
export interface OrderProperties {
  readonly order_id: string;
  readonly total?: number;
  readonly revenue?: number;
  readonly currency?: string;
  readonly products: readonly ProductProperties[];
  readonly [key: string]: unknown;
}

/** The properties that each name promises; names that are not listed carry any properties. */
export interface CommerceProperties {
  readonly 'Product Viewed': ProductProperties;
  readonly 'Product Clicked': ProductProperties;
  readonly 'Product Added': ProductProperties;
  readonly 'Product Removed': ProductProperties;
  readonly 'Products Searched': { readonly query: string; readonly [key: string]: unknown };
  readonly 'Order Completed': OrderProperties;
}
