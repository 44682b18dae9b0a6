import type { Input, InputOptions, InputSource } from '../input/read-interactions.ts';
import type { SkipReason, Tally } from '../input/tally.ts';
import { TIME_UNIT_NAMES } from '../input/times.ts';
import { count, counted, time } from './amounts.ts';
import { type Fact, formatTable } from './facts.ts';

/** What was read, as the first facts of a summary. */
export function inputFacts({ sources, tally }: Input, options: InputOptions): readonly Fact[] {
  const facts: Fact[] = [
    ['read', ...sources.map(sourceLine)],
    ['rows', ...rowLines(tally, options)],
  ];
  if (tally.broken > 0) facts.push(['broken', ...brokenLines(tally)]);
  return facts;
}

/** The same for programs. */
export function inputJson({ sources, tally }: Input): object {
  const { read, kept, skipped, broken, firstBroken } = tally;
  return { sources, rows: { read, kept, skipped, broken }, firstBroken };
}

function sourceLine({ name, format, gzipped, columns, timeUnit, isOrdered }: InputSource): string {
  const roles = Object.entries(columns).map(([role, column]) => `${role}=${column}`);
  const unit = timeUnit === undefined ? '' : ` (${TIME_UNIT_NAMES[timeUnit]})`;
  const order = isOrdered ? ', rows in the order of time' : '';
  return `${name} (${format}${gzipped ? ', gzip' : ''}), columns ${roles.join(' ')}${unit}${order}`;
}

function rowLines({ read, kept, skipped, broken }: Tally, options: InputOptions): readonly string[] {
  const rows: (readonly [string, string])[] = [
    [count(read), 'read'],
    [count(kept), 'kept'],
  ];
  for (const [reason, words] of Object.entries(skipWords(options))) {
    const amount = Object.entries(skipped).find(([name]) => name === reason)?.[1] ?? 0;
    if (amount > 0) rows.push([count(amount), `skipped: ${words}`]);
  }
  rows.push([count(broken), 'broken']);
  return formatTable(rows, [0]);
}

function skipWords({ fromMs, untilMs }: InputOptions): Readonly<Record<SkipReason, string>> {
  return {
    'other-event': 'events that are no interaction',
    'no-user': 'no user',
    'no-item': 'no item',
    'no-time': 'no time',
    'before-from': `before ${fromMs === undefined ? '--from' : time(fromMs)}`,
    'not-before-until': `${untilMs === undefined ? '--until' : time(untilMs)} or later`,
    where: 'not where the condition holds',
    'weight-not-positive': 'weight not above zero',
  };
}

function brokenLines({ broken, firstBroken }: Tally): readonly string[] {
  const lines = firstBroken.map(({ input, line, why }) => `${input}:${line}  ${why}`);
  const more = broken - firstBroken.length;
  return more > 0 ? [...lines, `and ${counted(more, 'more line')}`] : lines;
}
