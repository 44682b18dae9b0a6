import { time } from '../../output/amounts.ts';
import type { Change, Changes } from '../changes.ts';
import { bar, type Html, html, table } from './html.ts';

// Beyond this a matrix is no help to anybody.
const MOST_NAMES = 12;
const MOST_ROWS = 200;

/** What changes with the other rules, by place. */
export function changesSection({ total, changes }: Changes, people: number): Html {
  if (changes.length === 0) {
    return html`<section><h2>What changes</h2><p>Nothing: at every moment everybody would have been shown the same.</p></section>`;
  }
  const shown = changes.slice(0, MOST_ROWS);
  const hidden = changes.length - shown.length;
  return html`<section><h2>What changes</h2>
<p>${total.people} of ${people} people would have been shown something else at some moment, at ${total.moments} moments in all.</p>
${placesOf(shown).map(([place, list]) => placeChanges(place, list, people))}
${hidden > 0 ? [html`<p class="soft">And ${hidden} more kinds of changes; --json has all.</p>`] : []}</section>`;
}

function placesOf(changes: readonly Change[]): readonly (readonly [string, readonly Change[]])[] {
  const places = new Map<string, Change[]>();
  for (const change of changes) {
    const list = places.get(change.place);
    if (list) list.push(change);
    else places.set(change.place, [change]);
  }
  return [...places];
}

function placeChanges(place: string, changes: readonly Change[], people: number): Html {
  const rows = changes.map(({ from, to, people: some, moments }) => [
    named(from),
    named(to),
    bar(people === 0 ? 0 : some / people),
    some,
    moments,
  ]);
  return html`<h3>${place}</h3>
${table(['From', 'To', '', 'People', 'Moments'], rows, 3)}
${matrix(changes)}
${samples(changes)}`;
}

/** Rows are what was shown, columns what would be, cells people. */
function matrix(changes: readonly Change[]): Html {
  const [rows, columns] = [unique(changes.map(({ from }) => from)), unique(changes.map(({ to }) => to))];
  const isUseful = rows.length + columns.length > 3 && rows.length <= MOST_NAMES && columns.length <= MOST_NAMES;
  if (!isUseful) return html``;
  const cellOf = (from: string | undefined, to: string | undefined) =>
    changes.find((change) => change.from === from && change.to === to)?.people ?? '';
  return html`<details><summary>As a matrix of people</summary>
${table(
  ['From \\ to', ...columns.map(named)],
  rows.map((from) => [named(from), ...columns.map((to) => cellOf(from, to))]),
)}</details>`;
}

function samples(changes: readonly Change[]): Html {
  const all = changes.flatMap(({ from, to, samples }) => samples.map((sample) => ({ from, to, ...sample })));
  if (all.length === 0) return html``;
  return html`<details><summary>Why, by example</summary>
${table(
  ['Line of the log', 'When', 'Change', 'Why'],
  all.map(({ at, time: when, from, to, why }) => [at, time(when), `${named(from)} → ${named(to)}`, why]),
  4,
)}</details>`;
}

function named(id: string | undefined): string {
  return id ?? '(nothing)';
}

function unique(names: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(names)];
}
