import type { TestedFile } from '../rule-file.ts';
import type { Conflict, FileTally, RuleTally } from '../tallies.ts';
import { bar, type Html, html, table } from './html.ts';

// A page is no place for more; --json has all.
const MOST_ROWS = 500;
const MOST_CONFLICTS = 50;

/** What the rules of a file would have shown, by place. */
export function rulesSection(
  { path }: Pick<TestedFile, 'path'>,
  { rules, conflicts }: FileTally,
  people: number,
): Html {
  const sorted = rules.toSorted((a, b) => b.shown.people - a.shown.people || b.shown.moments - a.shown.moments);
  const shown = sorted.slice(0, MOST_ROWS);
  const hidden = sorted.length - shown.length;
  if (rules.length === 0)
    return html`<section><h2>What ${path} would have shown</h2><p>Nothing: it has no rules.</p></section>`;
  return html`<section><h2>What ${path} would have shown</h2>
${placesOf(shown).map(([place, tallies]) => placeTable(place, tallies, people))}
${hidden > 0 ? [html`<p class="soft">And ${hidden} more rules; --json has all.</p>`] : []}
${conflicts.length > 0 ? [conflictsTable(conflicts)] : []}</section>`;
}

/** Rules without rivals are a place each, and stand together. */
function placesOf(rules: readonly RuleTally[]): readonly (readonly [string | undefined, readonly RuleTally[]])[] {
  const places = new Map<string | undefined, RuleTally[]>();
  for (const tally of rules) {
    const { place, hasRivals } = tally.rule;
    const key = hasRivals ? place : undefined;
    const list = places.get(key);
    if (list) list.push(tally);
    else places.set(key, [tally]);
  }
  return [...places];
}

function placeTable(place: string | undefined, tallies: readonly RuleTally[], people: number): Html {
  const headings = [
    'Rule',
    '',
    'People',
    'Moments',
    'Impressions',
    'Capped',
    'Held out',
    'Lost to others',
    'Not permitted',
  ];
  const rows = tallies.map(({ rule: { id }, shown, impressions, losses: { capped, heldOut, lost, unpermitted } }) => [
    id,
    bar(people === 0 ? 0 : shown.people / people),
    shown.people,
    shown.moments,
    impressions,
    capped.people,
    heldOut.people,
    lost.people,
    unpermitted.people,
  ]);
  return html`<h3>${place ?? 'Rules without rivals'}</h3>
${table(headings, rows, 2)}`;
}

function conflictsTable(conflicts: readonly Conflict[]): Html {
  const shown = conflicts.slice(0, MOST_CONFLICTS);
  const more = conflicts.length - shown.length;
  return html`<h3>Several wanted one place</h3>
${table(
  ['Place', 'Shown', 'Not shown', 'People', 'Moments'],
  shown.map(({ place, winner, loser, people, moments }) => [place, winner, loser, people, moments]),
  3,
)}${more > 0 ? [html`<p class="soft">And ${more} more pairs; --json has all.</p>`] : []}`;
}
