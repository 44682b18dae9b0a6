// @ts-check
import { catalogue, pageOf, pictureOf } from './catalogue.js';
import { DEGREES } from './degrees.js';
import { copyOf, find, write } from './dom.js';
import { showReport } from './report.js';
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
    showAccount(kindred);
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
function listen(kindred) {
  const { profile, withdraw, rights } = kindred;
  onSubmit('[data-interest-form]', 'interest', (interest) => {
    profile.addInterest(interest);
    say(`“${interest}” is among your interests now.`);
  });
  onSubmit('[data-account-form]', 'name', (name) => {
    kindred.identify(`customer-${slugOf(name)}`, { name });
    say(`Hello, ${name}. Your name leaves this browser only where you allow it.`);
  });
  const on = (/** @type {string} */ action, /** @type {() => void} */ act) =>
    find(`[data-action="${action}"]`)?.addEventListener('click', act);
  on('sign-out', () => {
    kindred.reset();
    say('Signed out, and forgotten.');
  });
  on('forget-everything', () => {
    profile.forget('everything');
    say('Everything is forgotten. Your permissions are as they were.');
  });
  on('withdraw-all', async () => {
    say('Every permission is withdrawn.');
    showReport(await withdraw('*'));
  });
  on('erase-everything', async () => {
    say('Everything is erased.');
    showReport(await rights.erase());
  });
}

/** @param {string} selector @param {string} field @param {(text: string) => void} act */
function onSubmit(selector, field, act) {
  find(selector)?.addEventListener('submit', (event) => {
    event.preventDefault();
    const { currentTarget: form } = event;
    if (!(form instanceof HTMLFormElement)) return;
    const text = String(new FormData(form).get(field) ?? '').trim();
    if (!text) return;
    act(text);
    form.reset();
  });
}

/** @param {string} name */
const slugOf = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');

/** @param {Kindred} kindred */
function showPermissions({ consent }) {
  const { choices } = consent.state();
  const rows = consent.purposes.map(({ id, title }) => {
    const { decision, degree, at } = choices[id] ?? { decision: 'unset', degree: 'none', at: undefined };
    const state = stateOf(decision, degree, at);
    const draw = () => {
      const row = copyOf('permission-template');
      row.dataset.purpose = id;
      write('[data-name]', title, row);
      write('[data-state]', state, row);
      return row;
    };
    return { name: id, shows: state, draw };
  });
  const list = find('[data-permissions]');
  if (list) showRows(list, rows);
}

/** @param {string} decision @param {string} degree @param {number | undefined} at */
function stateOf(decision, degree, at) {
  if (decision === 'unset' || at === undefined) return 'You have not decided; that counts as no.';
  if (decision === 'granted') return `Allowed since ${when(at)}, ${DEGREES[degree] ?? degree}.`;
  return `${decision === 'refused' ? 'Refused' : 'Withdrawn'} ${when(at)}.`;
}

/** @param {Kindred} kindred */
function showAccount({ profile }) {
  const { name } = profile.snapshot().traits;
  const isKnown = typeof name === 'string' && name !== '';
  const button = find('[data-action="sign-out"]');
  if (button) button.hidden = !isKnown;
  const note = find('[data-empty="account"]');
  if (!note) return;
  note.hidden = !isKnown;
  note.textContent = isKnown ? `You are ${name}.` : '';
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
