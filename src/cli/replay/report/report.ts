import { time } from '../../output/amounts.ts';
import { notesOf, type Replayed } from '../replayed.ts';
import { changesSection } from './changes-section.ts';
import { type Html, html, table } from './html.ts';
import { rulesSection } from './rules-section.ts';
import { share } from './share.ts';
import { STYLE } from './style.ts';

/** How every report begins, so that it is told from other files. */
export const REPORT_START = '<!doctype html><!-- kindred replay -->';

/**
 * A replay as a page to read: one file that loads nothing and runs no script. The same replay gives the same file. It holds no id of
 * anybody: samples are told by their line in the log.
 */
export function replayReport(replayed: Replayed): string {
  const { files, result } = replayed;
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Replay of ${replayed.inputs.join(', ')}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<header>
<h1>Replay of ${replayed.inputs.join(', ')}</h1>
<p class="soft">${describeFiles(replayed)}</p>
</header>
<main>
${tiles(replayed)}
${result.changes ? [changesSection(result.changes, result.people)] : []}
${files.map((file, index) => {
  const tally = result.tallies[index];
  return tally ? rulesSection(file, tally, result.people) : html``;
})}
${notesSection(replayed)}
</main>
</body>
</html>
`;
  return `${REPORT_START}\n${page.html}`;
}

function describeFiles({ files: [rules, against], result: { from, until } }: Replayed): string {
  const label = (file: typeof rules) =>
    file ? [file.path, file.name && `“${file.name}”`, file.revision].filter(Boolean).join(' ') : '';
  const compared = against ? `, compared with ${label(against)}` : '';
  return `With the rules of ${label(rules)}${compared}. Events from ${time(from)} to ${time(until)}.`;
}

function tiles({ tally, result, files: [file] }: Replayed): Html {
  const { people, tallies, changes } = result;
  const [first] = tallies;
  const entries: readonly (readonly [value: string, label: string])[] = [
    [tally.events.toLocaleString('en-US'), 'events'],
    [people.toLocaleString('en-US'), 'people'],
    [share(first?.reached.people ?? 0, people), `of them would have been shown something by ${file?.path ?? ''}`],
    ...(changes
      ? [[share(changes.total.people, people), 'of them would have been shown something else'] as const]
      : []),
  ];
  return html`<ul class="tiles">${entries.map(([value, label]) => html`<li><b>${value}</b> ${label}</li>`)}</ul>`;
}

function notesSection(replayed: Replayed): Html {
  const { firstBroken, broken } = replayed.tally;
  const lines = table(
    ['Line', 'Why it could not be read'],
    firstBroken.map(({ input, line, why }) => [`${input}:${line}`, why]),
    2,
  );
  const more =
    broken > firstBroken.length ? html`<p class="soft">And ${broken - firstBroken.length} more.</p>` : html``;
  return html`<section><h2>How to read this</h2>
<p>After each event the rules were evaluated on what a page would have known of the person then. A moment is such an event. Capped, held
out, lost and not permitted are people whom the rule meant at some moment, and who were not shown it for that reason.</p>
<ul>${notesOf(replayed).map((note) => html`<li>${note}</li>`)}</ul>
${broken > 0 ? [lines, more] : []}</section>`;
}
