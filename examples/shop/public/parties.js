// @ts-check
import { DEGREES } from './degrees.js';
import { copyOf, find, write } from './dom.js';
import { showRows } from './rows.js';
/**
 * @import { Kindred } from 'kindred'
 * @import { Row } from './rows.js'
 */

/**
 * The page "What others know": what each of them may know, and the choice about it.
 * @param {Kindred} kindred
 */
export function showParties(kindred) {
  const list = find('[data-party-rows]');
  const table = find('[data-parties]');
  if (!list || !table) return;
  const show = () => showRows(list, rowsOf(kindred));
  kindred.consent.onChange(show);
  show();
  table.hidden = false;
}

/** @param {Kindred} kindred @returns {readonly Row[]} */
function rowsOf({ consent }) {
  const { parties, purposes } = consent.policy;
  return parties.flatMap((party) =>
    purposes
      .filter(({ id }) => party.purposes.includes(id))
      .map((purpose) => {
        const answer = consent.check({ purpose: purpose.id, party: party.id, degree: 'anonymous' });
        const state = answer.allow ? `Knows you ${DEGREES[answer.degree] ?? answer.degree}` : (NOT[answer.why] ?? 'No');
        const toggle = () => {
          if (answer.allow) consent.withdraw(purpose.id, { party: party.id });
          else consent.grant(purpose.id, { party: party.id });
        };
        return {
          name: `${party.id} ${purpose.id}`,
          shows: [state, answer.allow],
          draw: () => rowFor(party, purpose.title, state, answer.allow, toggle),
        };
      }),
  );
}

/**
 * @param {{ id: string, name: string }} party @param {string} purpose
 * @param {string} state @param {boolean} isAllowed @param {() => void} toggle
 */
function rowFor(party, purpose, state, isAllowed, toggle) {
  const row = copyOf('party-template');
  row.dataset.party = party.id;
  row.dataset.allowed = String(isAllowed);
  write('[data-name]', party.name, row);
  write('[data-purpose]', purpose, row);
  write('[data-state]', state, row);
  write('[data-toggle]', isAllowed ? 'Take back' : 'Allow', row);
  const button = find('[data-toggle]', row);
  button?.setAttribute('aria-label', `${isAllowed ? 'Take back from' : 'Allow'} ${party.name}`);
  button?.addEventListener('click', toggle);
  return row;
}

/** Why somebody knows nothing, by the reason of the answer. @type {Readonly<Record<string, string>>} */
const NOT = {
  unset: 'Nothing: you have not decided',
  refused: 'Nothing: you refused',
  withdrawn: 'Nothing: you took it back',
  expired: 'Nothing: your permission has run out',
  outdated: 'Nothing: the question has changed since',
  paused: 'Nothing while everything is paused',
  signal: 'Nothing: your browser says no for you',
  'degree-too-low': 'Nothing: it may not leave this browser',
};
