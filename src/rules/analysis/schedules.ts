import { isKindredError, isRecord } from '../../core/index.ts';
import { parseSchedule } from '../operators/schedule.ts';
import { type Finding, found } from './finding.ts';
import type { Model } from './model.ts';

/** Rules whose time is over. */
export function judgeSchedules({ rules }: Model, now: number | undefined): readonly Finding[] {
  if (now === undefined) return [];
  return rules.flatMap(({ id, at, fields: { schedule } }) => {
    const place = { at: `${at}/schedule`, rule: id };
    if (!isRecord(schedule) || !isOver(schedule, now)) return [];
    const why = `${JSON.stringify(id)} is not reached any more: its time ended at ${String(schedule.to)}.`;
    return [found('unreachable', place, why, 'Remove the rule, or give it a later end.')];
  });
}

/** Whether a schedule that ends on a date has ended; without its days, which go on. */
function isOver({ to, zone }: Readonly<Record<string, unknown>>, now: number): boolean {
  if (typeof to !== 'string' || !/^\d{4}-/.test(to)) return false;
  try {
    return !parseSchedule({ to, ...(zone !== undefined && { zone }) }, '').isOn(now);
  } catch (error) {
    // That it is none is told elsewhere.
    if (isKindredError(error)) return false;
    throw error;
  }
}
