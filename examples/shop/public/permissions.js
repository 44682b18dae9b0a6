// @ts-check
import { find } from './dom.js';
import { showReport } from './report.js';
/** @import { Kindred } from 'kindred' */

/**
 * Gives banner, preference centre and opener the person's permissions.
 * @param {Kindred} kindred
 * @param {string} language
 * @param {() => Promise<void>} defineElements
 */
export async function showPermissions(kindred, language, defineElements) {
  const { rights } = kindred;
  const relationship = {
    ...kindred,
    language,
    rights: {
      ...rights,
      /** What became of it is shown on the page as well. */
      async erase() {
        const report = await rights.erase();
        showReport(report);
        return report;
      },
    },
  };
  for (const element of document.querySelectorAll('kindred-banner, kindred-centre, kindred-opener')) {
    Reflect.set(element, 'relationship', relationship);
  }
  await defineElements();
  keepRoom(find('kindred-banner'));
}

/** The last lines of the page can be scrolled above the banner. @param {HTMLElement | undefined} banner */
function keepRoom(banner) {
  const root = banner?.shadowRoot;
  if (!root) return;
  const measure = () => {
    const height = root.querySelector('section')?.getBoundingClientRect().height ?? 0;
    document.documentElement.style.setProperty('--banner-height', `${Math.ceil(height)}px`);
  };
  const resized = new ResizeObserver(measure);
  const follow = () => {
    resized.disconnect();
    for (const section of root.querySelectorAll('section')) resized.observe(section);
    measure();
  };
  new MutationObserver(follow).observe(root, { childList: true, subtree: true });
  follow();
}
