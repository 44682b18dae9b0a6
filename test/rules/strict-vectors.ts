import {
  type ConditionOptions,
  createEventHistory,
  type EvaluationContext,
  type EventTypes,
  type Facts,
  type FactTypes,
  type Json,
} from '../../src/rules/index.ts';
import { isObject } from './vectors.ts';

/** What a row of the strict vectors is evaluated on, and how its rule is checked. */
export interface Scene {
  readonly facts: Facts;
  readonly context: EvaluationContext;
  readonly options: ConditionOptions;
}

type Members = { readonly [key: string]: Json };

/** The data of a row, in the form that the head of the file describes. */
export function sceneOf(data: Json): Scene {
  const { $context = {}, $options = {}, ...facts } = isObject(data) ? data : {};
  return { facts, context: contextOf(membersOf($context)), options: optionsOf(membersOf($options)) };
}

function contextOf({ now, events, allows, unit }: Members): EvaluationContext {
  const time = typeof now === 'string' ? Date.parse(now) : undefined;
  return {
    ...(time !== undefined && { now: time }),
    // Without a clock there are no events either, but there may be a history.
    ...(events !== undefined && { events: historyOf(listOf(events), time ?? 0) }),
    ...(allows !== undefined && { allows: (purpose: string) => listOf(allows).includes(purpose) }),
    ...(typeof unit === 'string' && { unit }),
  };
}

function historyOf(events: readonly Json[], now: number) {
  return createEventHistory({
    events: events.map((event, index) => {
      const [name, minutes, properties = {}] = listOf(event);
      return {
        id: String(index),
        name: String(name),
        at: now - Number(minutes) * 60_000,
        properties: membersOf(properties),
      };
    }),
  });
}

function optionsOf({ facts, events, segments }: Members): ConditionOptions {
  return {
    ...(isFactTypes(facts) && { facts }),
    ...(isEventTypes(events) && { events }),
    ...(segments !== undefined && { segments: listOf(segments).map(String) }),
  };
}

// The declarations of the file are taken as they stand: what they must be like is not the vectors' concern.
function isFactTypes(value: Json | undefined): value is Json & FactTypes {
  return value !== undefined;
}

function isEventTypes(value: Json | undefined): value is Json & EventTypes {
  return value !== undefined;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? [...value] : [];
}

function membersOf(value: Json): Members {
  return isObject(value) ? value : {};
}
