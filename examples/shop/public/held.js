// @ts-check
import { createBlocker, createCookieGuard, loadPlaceholderTexts } from '/kindred/ui/blocking.js';

/** @import { Kindred } from 'kindred' */

/** Where scripts of others lie that this shop serves itself. */
const OTHERS = '/assets/others/';

/**
 * Holds what comes from others until it is allowed: the script of Bright Boards, the film of Kettle Films, and their cookies.
 * @param {Kindred} kindred
 * @param {string} language
 */
export async function holdOthers({ consent }, language) {
  createCookieGuard({ consent }).start();
  // What is marked waits anyway; English is there without loading.
  const texts = language === 'en' ? undefined : await loadPlaceholderTexts(language);
  createBlocker({
    consent,
    ...(texts && { texts }),
    trustedScriptUrl,
    // Its script has a switch; without one, what it left would be removed and what it does would go on.
    disarm: { 'bright-boards': () => Reflect.get(window, 'brightBoards')?.stop() },
  }).start();
}

/** The one place that turns an address into a script, and what it lets through. */
const trustedTypes = Reflect.get(window, 'trustedTypes');
const rules = { createScriptURL };
const policy = trustedTypes?.createPolicy('shop', rules) ?? rules;

/** @param {string} address */
function trustedScriptUrl(address) {
  return policy.createScriptURL(address);
}

/** @param {string} address */
function createScriptURL(address) {
  const { origin, pathname } = new URL(address, location.href);
  if (origin === location.origin && pathname.startsWith(OTHERS)) return address;
  throw new TypeError(`The shop runs no script from ${address}.`);
}
