import { isRecord } from '../../core/index.ts';
import type { OperatorTable, QueryOperator } from './operator.ts';
import { parseSchedule } from './schedule.ts';

// What a `Date` can hold.
const LAST_MS = 8.64e15;

/** When it is. Without a clock that is unknown. */
export const MOMENT: OperatorTable<QueryOperator> = {
  time: {
    read(argument, at) {
      parseSchedule(argument, at);
      return { query: isRecord(argument) ? structuredClone(argument) : {} };
    },
    compile(query) {
      const schedule = parseSchedule(query, '');
      return (_, { now }) => (isTime(now) ? schedule.isOn(now) : undefined);
    },
    nextChange(query) {
      const schedule = parseSchedule(query, '');
      return ({ now }) => (isTime(now) ? schedule.nextChange(now) : Infinity);
    },
  },
};

function isTime(now: number | undefined): now is number {
  return now !== undefined && Math.abs(now) <= LAST_MS;
}
