import { anyOf, listOf, object, ref, type Schema, TEXT } from './json-schema.ts';

const EVENT = { event: anyOf(TEXT, listOf(TEXT, 1)), where: ref('condition') };
const SLIDING = { within: ref('duration') };
const FIXED = { from: ref('date-time'), to: ref('date-time') };
const STEP = object(EVENT, ['event']);
const OF_PROPERTY = object({ ...EVENT, of: ref('path'), ...SLIDING, ...FIXED }, ['event', 'of']);

/** A name, or a list of it. */
const NAME = anyOf(TEXT, { type: 'array', prefixItems: [TEXT], minItems: 1, maxItems: 1 });

/** The arguments of operators that have a form of their own, and the type of what they give. */
export const QUERY_ARGUMENTS: Readonly<Record<string, readonly [gives: 'boolean' | 'number' | 'unknown', Schema]>> = {
  segment: ['boolean', NAME],
  score: ['number', NAME],
  affinity: ['number', { type: 'array', items: TEXT, minItems: 2, maxItems: 2 }],
  bucket: ['number', { type: 'array', prefixItems: [TEXT, { type: 'integer', minimum: 1 }], minItems: 2, maxItems: 2 }],
  consent: [
    'boolean',
    anyOf(TEXT, { type: 'array', prefixItems: [TEXT, ref('degree'), TEXT], items: false, minItems: 1 }),
  ],
  cap: [
    'boolean',
    {
      type: 'array',
      prefixItems: [TEXT, { type: 'integer', minimum: 1 }, ref('duration')],
      items: false,
      minItems: 2,
    },
  ],
  time: ['boolean', ref('schedule')],
  count: ['number', object({ ...EVENT, ...SLIDING, ...FIXED }, ['event'])],
  distinct: ['number', OF_PROPERTY],
  sum: ['number', OF_PROPERTY],
  avg: ['number', OF_PROPERTY],
  first: ['unknown', object({ ...EVENT, of: ref('path'), ...SLIDING, ...FIXED }, ['event'])],
  last: ['unknown', object({ ...EVENT, of: ref('path'), ...SLIDING, ...FIXED }, ['event'])],
  seq: [
    'boolean',
    object({ events: listOf(STEP, 2), without: STEP, within: ref('duration'), past: ref('duration'), ...FIXED }, [
      'events',
    ]),
  ],
  absent: [
    'boolean',
    object({ after: STEP, ...EVENT, within: ref('duration'), past: ref('duration'), ...FIXED }, [
      'after',
      'event',
      'within',
    ]),
  ],
};
