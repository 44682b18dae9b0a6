import type { Replayed } from './replayed.ts';
import type { TestedFile } from './rule-file.ts';
import type { FileTally } from './tallies.ts';

/** The result of a replay for programs. */
export function replayJson({ inputs, files, tally, result, permissions, impressions }: Replayed): object {
  const { tallies, changes, from, until, ...counts } = result;
  return {
    command: 'replay',
    events: { inputs, ...tally, from: timeOf(from), until: timeOf(until) },
    ...counts,
    permissions: permissions.kind === 'some' ? Object.fromEntries(permissions.grants) : permissions.kind,
    impressions,
    files: files.map((file, index) => fileJson(file, tallies[index])),
    ...(changes && { changes }),
  };
}

function fileJson({ path, name, revision }: TestedFile, tally: FileTally | undefined): object {
  return {
    file: path,
    ...(name !== undefined && { name }),
    ...(revision !== undefined && { revision }),
    reached: tally?.reached,
    rules: tally?.rules.map(({ rule: { id, place }, shown, impressions, losses }) => ({
      id,
      place,
      ...shown,
      impressions,
      ...losses,
    })),
    conflicts: tally?.conflicts,
  };
}

function timeOf(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
