import { Option } from 'commander';
import { parseMetrics } from '../../recommend/evaluate/index.ts';

/** `--metrics`: names, separated by commas or spaces. Wrong ones are found before anything is read. */
export function metricsOption(description: string, defaults: readonly string[]): Option {
  return new Option('--metrics <names...>', description)
    .argParser((text, before: readonly string[]) => {
      const names = parseMetricNames(text);
      return before === defaults ? names : [...before, ...names];
    })
    .default(defaults, defaults.join(','));
}

function parseMetricNames(text: string): readonly string[] {
  const names = text.replace(/,$/, '').split(',');
  return parseMetrics(names.map((name) => name.trim())).map(({ name }) => name);
}
