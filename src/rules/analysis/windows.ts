import { isKindredError, isRecord, ownValue, pointerTo } from '../../core/index.ts';
import type { ConditionNode, QueryNode } from '../condition/condition.ts';
import { parseDuration } from '../history/window.ts';
import { type Finding, found } from './finding.ts';
import type { JudgedCondition, Model } from './model.ts';

/** Windows that reach further back than events are kept: they see less than they say. */
export function judgeWindows({ rules, segments, others, outline }: Model, retentionMs: number): readonly Finding[] {
  const conditions = [...rules.map(({ judged }) => judged), ...segments.values(), ...others];
  const caps = outline.rules.flatMap(({ id, at, fields: { cap } }) => {
    const within = ownValue(cap, 'within');
    return isLonger(within, retentionMs)
      ? [tooLong({ at: `${at}/cap/within`, rule: id }, JSON.stringify(id), within)]
      : [];
  });
  return [...conditions.flatMap((judged) => longWindows(judged, retentionMs)), ...caps];
}

function longWindows(judged: JudgedCondition, retentionMs: number): readonly Finding[] {
  return queriesIn(judged.condition.root).flatMap((node) => {
    const inside = pointerTo(node.at, node.name);
    return Object.entries(durationsIn(node.name, ownValue(node.written, node.name)))
      .filter(([, value]) => isLonger(value, retentionMs))
      .map(([key, value]) => tooLong({ ...judged, at: pointerTo(inside, key) }, judged.who, value));
  });
}

/** The durations of an operator's argument by the key that they stand under. */
function durationsIn(name: string, argument: unknown): Readonly<Record<string, unknown>> {
  if (name === 'cap') return Array.isArray(argument) ? { 2: argument[2] } : {};
  if (!isRecord(argument)) return {};
  const { within, past } = argument;
  return { ...(within !== undefined && { within }), ...(past !== undefined && { past }) };
}

function queriesIn(node: ConditionNode): readonly QueryNode[] {
  if (node.kind === 'operation') return node.operands.flatMap(queriesIn);
  return node.kind === 'query' ? [node] : [];
}

function isLonger(duration: unknown, retentionMs: number): boolean {
  try {
    return parseDuration(duration, '') > retentionMs;
  } catch (error) {
    // Another operator's text; what is no duration where there must be one is told when it is loaded.
    if (isKindredError(error)) return false;
    throw error;
  }
}

function tooLong(place: { readonly at: string; readonly rule?: string }, who: string, window: unknown): Finding {
  const why = `${who} looks back ${JSON.stringify(window)}, which is longer than events are kept.`;
  return found('window-longer-than-retention', place, why, 'Shorten the window, or keep events longer.');
}
