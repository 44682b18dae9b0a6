import { parseMetrics } from '../../recommend/evaluate/index.ts';

/** Reads names of metrics, separated by commas. Wrong ones are found before anything is read. */
export function parseMetricNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  parseMetrics(names);
  return names;
}
