// @ts-check
// Used by the server and by the page, so that both write prices alike.

/** @param {number} amount @param {string} currency ISO 4217 */
export function money(amount, currency) {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    amount,
  );
}
