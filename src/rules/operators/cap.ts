import { pointerTo } from '../../core/index.ts';
import type { Evaluate } from '../condition/context.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import { createQueryReader, type HistoryQuery } from '../history/query.ts';
import { askWindow } from '../history/sliding.ts';
import { openQuery } from '../history/sources.ts';
import { parseDuration } from '../history/window.ts';
import type { OperatorTable, Query, QueryOperator, ReadingScope } from './operator.ts';

/**
 * The event that is recorded when content was seen, and the property that says which: what the operator `cap` and the caps of
 * rules count. In the words of Segment's e-commerce specification (`spec/ecommerce/v2`, "Promotion Viewed").
 */
export const IMPRESSION: { readonly event: 'Promotion Viewed'; readonly property: 'promotion_id' } =
  /* @__PURE__ */ Object.freeze({
    event: 'Promotion Viewed',
    property: 'promotion_id',
  });

const MOST = 10_000;

/** Whether something was seen less often than so many times: a count of its impressions. */
export const CAP: OperatorTable<QueryOperator> = {
  cap: {
    read(argument, at, scope) {
      const [name, most, within, ...others]: readonly unknown[] = Array.isArray(argument) ? argument : [];
      const isWhole = Number.isInteger(most) && Number(most) > 0 && Number(most) <= MOST;
      if (typeof name !== 'string' || !name || !isWhole || others.length) {
        throw invalid('This is no cap', at, 'Write ["a name", 3, "1d"].');
      }
      checkDeclared(scope, at);
      const reader = createQueryReader(scope);
      const where = { '==': [{ var: IMPRESSION.property }, name] };
      const query: HistoryQuery = {
        events: [reader.events({ event: IMPRESSION.event, where }, at)],
        window: within === undefined ? {} : { within: parseDuration(within, pointerTo(at, 2)) },
        needs: reader.needs,
      };
      return { query: { ...query, name, most }, parts: reader.parts };
    },
    compile(query, parts) {
      const ask = open(query, parts);
      const most = Number(query.most);
      return (_, context) => {
        const count = ask(context)?.value;
        return typeof count === 'number' ? count < most : undefined;
      };
    },
    nextChange(query, parts) {
      const ask = open(query, parts);
      return (context) => ask(context)?.until ?? Infinity;
    },
  },
};

function open(query: Query, parts: readonly Evaluate[]) {
  return openQuery(query, parts, ({ select, bounds }) => askWindow(select(0), bounds, ({ first, end }) => end - first));
}

/** Impressions must be among the events that exist. What the reader would point at is not in the document. */
function checkDeclared(scope: ReadingScope, at: string): void {
  const { events } = scope.options;
  const { event, property } = IMPRESSION;
  if (!events) return;
  if (!Object.hasOwn(events, event)) throw unknownName('event', event, at, Object.keys(events));
  const { type } = scope.readProperty(property, at, events[event]?.properties);
  if (type === 'string' || type === 'unknown') return;
  throw invalid(`"${property}" is declared as ${type}`, at, 'It must be a string.');
}
