// One cold start, in a process of its own: from the import of a bundle to its first answer. Prints milliseconds of CPU, those of the
// engine's own threads included, and those that passed, as JSON.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle = '', file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const facts = { segment: 's0', country: 'de', visits: 12, spent: 250, age: 40 };

const began = performance.now();
const marks = [process.cpuUsage()];
const { prepare } = await import(pathToFileURL(bundle).href);
marks.push(process.cpuUsage());
const { rules } = JSON.parse(text);
marks.push(process.cpuUsage());
const answer = prepare(rules);
marks.push(process.cpuUsage());
const matches = await answer(facts);
marks.push(process.cpuUsage());
const passed = performance.now() - began;

const [start = 0, loaded = 0, parsed = 0, prepared = 0, answered = 0] = marks.map(
  ({ user, system }) => (user + system) / 1000,
);
const figures = {
  load: loaded - start,
  parse: parsed - loaded,
  prepare: prepared - parsed,
  answer: answered - prepared,
  all: answered - start,
  passed,
};
console.log(JSON.stringify({ ...figures, matches }));
