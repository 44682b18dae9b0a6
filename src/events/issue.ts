import type * as z from 'zod/mini';
import { type KindredError, pointerTo } from '../core/index.ts';
import { invalidEvent } from './plain-data.ts';

/** The first issue that a schema found, in plain words with its place. zod/mini brings no words of its own. */
export function explainIssue(issues: readonly z.core.$ZodIssue[], at: string): KindredError {
  const [issue] = issues;
  if (issue === undefined) return invalidEvent(at, 'is not an event');
  const place = issue.path.reduce<string>((pointer, step) => pointerTo(pointer, String(step)), at);
  return invalidEvent(place, problemOf(issue));
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is missing or not of type ${issue.expected}`;
    case 'invalid_value':
      return `is not one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return 'is empty';
    case 'too_big':
      return `is longer than ${issue.maximum} characters`;
    case 'invalid_format':
      return 'is not a time in ISO 8601 with Z or an offset, such as 2026-11-22T12:00:00Z';
    default:
      return 'is not as the envelope says';
  }
}
