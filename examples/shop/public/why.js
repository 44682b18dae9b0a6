// @ts-check
import { find } from './dom.js';
import { showRows } from './rows.js';

/** @import { Decision, Kindred } from 'kindred' */

const MOST_SHOWN = 6;

/**
 * Answers "Why do I see this?" below a placement while somebody wants to know: what was decided, by which rule, and what would
 * change it.
 * @param {Kindred} kindred
 */
export function explainPlacements(kindred) {
  for (const box of document.querySelectorAll('details[data-explain]')) {
    if (!(box instanceof HTMLDetailsElement)) continue;
    box.hidden = false;
    const show = () => box.open && explain(box, kindred.decide(box.dataset.explain ?? ''));
    box.addEventListener('toggle', show);
    kindred.onChange(show);
  }
}

/** @param {HTMLElement} box @param {Decision} decision */
function explain(box, decision) {
  const { sentence, conditions } = decision.why();
  const list = find('ul', box);
  const summary = find('p', box);
  if (!list || !summary) return;
  if (summary.textContent !== sentence) summary.textContent = sentence;
  const told = conditions
    .filter(({ holds, explanation }) => holds || explanation.nearMiss)
    .sort((one, other) => missing(one) - missing(other))
    .slice(0, MOST_SHOWN)
    .map((condition) => ({ ...condition, text: inWords(condition, decision.candidate) }));
  showRows(
    list,
    told.map(({ candidate, text }) => ({ name: candidate, shows: text, draw: () => line(candidate, text) })),
  );
}

/** @typedef {ReturnType<Decision['why']>['conditions'][number]} Condition */

/** How far a candidate is from being shown. @param {Condition} condition */
const missing = ({ holds, explanation }) => (holds ? -1 : (explanation.nearMiss?.missing ?? Infinity));

/** @param {Condition} condition @param {string | undefined} chosen */
function inWords({ candidate, holds, explanation }, chosen) {
  if (candidate === chosen) return `is shown: ${explanation.sentence}`;
  if (holds) return `could be shown too, and stands behind: ${explanation.sentence}`;
  return `${explanation.sentence} (${explanation.nearMiss?.sentence})`;
}

/** @param {string} candidate @param {string} text */
function line(candidate, text) {
  const row = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = candidate;
  row.append(name, ` ${text}`);
  return row;
}
