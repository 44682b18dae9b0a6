// @ts-check
import { catalogue, pageOf, pictureOf } from './catalogue.js';
import { copyOf, find, write } from './dom.js';
import { DEGREES } from './purposes.js';
import { showRows } from './rows.js';
/**
 * @import { Kindred } from 'kindred'
 * @import { Listing } from './catalogue.js'
 * @import { Row } from './rows.js'
 */

/**
 * The page "What we know": everything on it comes from kindred in this browser, and every line can be taken back.
 * @param {Kindred} kindred
 */
export async function showWhatIsKnown(kindred) {
  // Without the catalogue its categories have ids instead of titles; what is known is shown all the same.
  const listing = await catalogue().catch(() => ({ categories: {}, items: {} }));
  const show = () => {
    showPermissions(kindred);
    showInterests(kindred);
    showAffinities(kindred, listing);
    showRecent(kindred);
    showCounters(kindred);
    showHistory(kindred);
  };
  listen(kindred);
  const page = find('[data-you]');
  if (page) page.hidden = false;
  kindred.onChange(show);
  show();
}

/** Tells what was done, also to those who listen. @param {string} text */
function say(text) {
  write('[data-status]', text);
}

/** @param {Kindred} kindred */
function listen({ profile, consent }) {
  find('[data-interest-form]')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const interest = String(new FormData(form).get('interest') ?? '').trim();
    if (!interest) return;
    profile.addInterest(interest);
    form.reset();
    say(`“${interest}” is among your interests now.`);
  });
  find('[data-action="forget-everything"]')?.addEventListener('click', () => {
    profile.forget('everything');
    say('Everything is forgotten. Your permissions are as they were.');
  });
  find('[data-action="withdraw-all"]')?.addEventListener('click', () => {
    consent.withdraw('*');
    say('Every permission is withdrawn, and what was kept under it is deleted.');
  });
}

/** @param {Kindred} kindred */
function showPermissions({ consent }) {
  const { choices } = consent.state();
  const rows = consent.purposes.map((purpose) => {
    const { decision, degree, at } = choices[purpose.id] ?? { decision: 'unset', degree: 'none', at: undefined };
    const isGranted = decision === 'granted';
    const state = stateOf(decision, degree, at);
    const draw = () => permission(consent, purpose, isGranted, state);
    return { name: purpose.id, shows: [isGranted, state], draw };
  });
  const list = find('[data-permissions]');
  if (list) showRows(list, rows);
}

/** @param {Kindred['consent']} consent @param {Kindred['consent']['purposes'][number]} purpose @param {boolean} isGranted @param {string} state */
function permission(consent, { id, title, description }, isGranted, state) {
  const row = copyOf('permission-template');
  row.dataset.purpose = id;
  write('[data-name]', title, row);
  write('[data-text]', description ?? '', row);
  write('[data-state]', state, row);
  const toggle = find('[data-toggle]', row);
  if (!toggle) return row;
  toggle.textContent = isGranted ? 'Withdraw' : 'Allow';
  toggle.setAttribute('aria-label', `${isGranted ? 'Withdraw' : 'Allow'}: ${title}`);
  toggle.dataset.action = isGranted ? 'withdraw' : 'grant';
  toggle.addEventListener('click', () => {
    if (isGranted) consent.withdraw(id);
    else consent.grant(id);
    say(`${title}: ${isGranted ? 'withdrawn' : 'allowed'}.`);
  });
  return row;
}

/** @param {string} decision @param {string} degree @param {number | undefined} at */
function stateOf(decision, degree, at) {
  if (decision === 'unset' || at === undefined) return 'You have not decided; that counts as no.';
  if (decision === 'granted') return `Allowed since ${when(at)}, ${DEGREES[degree] ?? degree}.`;
  return `${decision === 'refused' ? 'Refused' : 'Withdrawn'} ${when(at)}.`;
}

/** @param {Kindred} kindred */
function showInterests({ profile, consent }) {
  const isAllowed = consent.state().choices.personalization?.decision === 'granted';
  for (const field of document.querySelectorAll('[data-interest-form] :is(input, button)'))
    field.toggleAttribute('disabled', !isAllowed);
  const rows = profile.snapshot().interests.map((interest) => ({
    name: interest,
    shows: interest,
    draw: () =>
      removable('interest-template', interest, `Remove the interest ${interest}`, () => {
        profile.removeInterest(interest);
        say(`“${interest}” is removed.`);
      }),
  }));
  fill(
    'interests',
    '[data-interests]',
    rows,
    isAllowed ? 'Nothing yet.' : 'Allow “Choose for me” above, and you can add what you like.',
  );
}

/** @param {Kindred} kindred @param {Listing} listing */
function showAffinities({ profile }, { categories }) {
  const affinities = Object.entries(profile.snapshot().affinity.category);
  const most = Math.max(1, ...affinities.map(([, score]) => score));
  const rows = affinities.map(([id, score]) => {
    const title = Object.hasOwn(categories, id) ? (categories[id] ?? id) : id;
    const [value, share] = [score.toFixed(1), (score / most).toFixed(2)];
    const draw = () => {
      const row = removable('affinity-template', title, `Forget that I like ${title}`, () => {
        profile.forget({ category: id });
        say(`${title} is forgotten.`);
      });
      const meter = row.querySelector('meter');
      if (meter) meter.value = Number(share);
      meter?.setAttribute('aria-label', `How much you like ${title}`);
      write('[data-value]', value, row);
      return row;
    };
    return { name: id, shows: [title, value, share], draw };
  });
  fill('affinities', '[data-affinities]', rows, 'Nothing.');
}

/** @param {Kindred} kindred */
function showRecent({ profile }) {
  const rows = profile.snapshot().recentItems.map(({ item, at, name = item }) => {
    const draw = () => {
      const row = removable('seen-template', name, `Remove ${name}`, () => {
        profile.forget({ item });
        say(`${name} is removed from what you looked at.`);
      });
      row.querySelector('img')?.setAttribute('src', pictureOf(item));
      find('[data-name]', row)?.setAttribute('href', pageOf(item));
      write('[data-when]', when(at), row);
      return row;
    };
    return { name: item, shows: [name, when(at)], draw };
  });
  fill('recent', '[data-recent]', rows, 'Nothing.');
}

/** @param {Kindred} kindred */
function showCounters({ profile }) {
  const { counters, orders } = profile.snapshot();
  const rows = Object.entries(counters).map(([name, value]) =>
    counted(Object.hasOwn(COUNTED, name) ? (COUNTED[name] ?? name) : name, String(value)),
  );
  if (orders.count > 0) rows.push(counted('Spent in all', orders.value.toFixed(2)));
  fill('counters', '[data-counters]', rows, 'Nothing.');
}

/** @type {Readonly<Record<string, string>>} */
const COUNTED = {
  page: 'Pages opened',
  'Product Viewed': 'Things looked at',
  'Product Added': 'Things put into the cart',
  'Product Removed': 'Things taken out of the cart',
  'Products Searched': 'Searches',
  'Order Completed': 'Orders',
};

/** @param {string} name @param {string} value @returns {Row} */
function counted(name, value) {
  const draw = () => {
    const row = copyOf('counter-template');
    write('[data-name]', name, row);
    write('[data-value]', value, row);
    return row;
  };
  return { name, shows: value, draw };
}

/** @param {Kindred} kindred */
function showHistory({ consent }) {
  const titles = new Map(consent.purposes.map(({ id, title }) => [id, title]));
  const rows = consent.state().events.map(({ at, type, changes }) => {
    const about = changes.map(({ purpose }) => titles.get(purpose) ?? purpose).join(', ');
    const text = `${type[0]?.toUpperCase() ?? ''}${type.slice(1)}: ${about}`;
    const draw = () => {
      const row = copyOf('choice-template');
      find('[data-when]', row)?.setAttribute('datetime', new Date(at).toISOString());
      write('[data-when]', when(at), row);
      write('[data-name]', text, row);
      return row;
    };
    return { name: String(at), shows: text, draw };
  });
  fill('history', '[data-history]', rows, 'None.');
}

/** @param {string} template @param {string} text @param {string} label @param {() => void} remove */
function removable(template, text, label, remove) {
  const row = copyOf(template);
  write('[data-name]', text, row);
  const button = find('[data-remove]', row);
  button?.setAttribute('aria-label', label);
  button?.addEventListener('click', remove);
  return row;
}

/** @param {string} name @param {string} selector @param {readonly Row[]} rows @param {string} nothing */
function fill(name, selector, rows, nothing) {
  const list = find(selector);
  if (list) showRows(list, rows);
  const holder = list?.closest('table') ?? list;
  if (holder) holder.hidden = rows.length === 0;
  const empty = find(`[data-empty="${name}"]`);
  if (!empty) return;
  empty.textContent = nothing;
  empty.hidden = rows.length > 0;
}

/** @param {number} at */
function when(at) {
  return new Date(at).toLocaleString('en-IE', { dateStyle: 'medium', timeStyle: 'short' });
}
