// @ts-check
import { find } from './dom.js';
/** @import { WithdrawalReport } from 'kindred' */

/**
 * Says what became of a withdrawal, as it was found and not as it was hoped.
 * @param {WithdrawalReport | undefined} report
 */
export function showReport(report) {
  const place = find('[data-report]');
  if (!place || !report) return;
  const { durationMs, residue, collector } = report;
  place.dataset.residue = String(residue.length);
  place.dataset.durationMs = String(durationMs);
  place.dataset.collector = collector.kind;
  place.hidden = false;
  place.textContent = [inBrowser(durationMs, residue), atCollector(collector)].join(' ');
}

/** @param {number} durationMs @param {WithdrawalReport['residue']} residue */
function inBrowser(durationMs, residue) {
  const time = durationMs < 1 ? 'less than a millisecond' : `${Math.round(durationMs)} milliseconds`;
  if (residue.length === 0) return `Everything in this browser is gone, looked up after ${time}: nothing is left.`;
  const names = residue.map(({ kind, name }) => `${name} (${kind})`).join(', ');
  return `This is still in your browser and could not be removed: ${names}.`;
}

/** @param {WithdrawalReport['collector']} collector */
function atCollector(collector) {
  switch (collector.kind) {
    case 'erased': {
      const { events } = collector;
      return `The shop was told, and erased ${events === 1 ? 'one message' : `${events} messages`} of yours.`;
    }
    case 'nothing-stored':
      return 'The shop had nothing of yours.';
    case 'told-elsewhere':
      return 'The page in which you decided has told the shop.';
    case 'not-told':
      return 'The shop did not answer. It is asked again as long as this page is open.';
  }
}
