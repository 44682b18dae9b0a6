import type { KindredEvent } from '../../events/index.ts';
import { NOBODY, type ReplayedProfile } from '../../profile/replayed-profile.ts';
import { createPersonPermissions, type Permissions, type PersonPermissions } from './permissions.ts';

/** One person of a log. */
export interface Person {
  /** What is known under the rules that are replayed, and under those that they are compared with: they may show other things. */
  readonly profiles: ReplayedProfile[];
  readonly permissions: PersonPermissions;
  /** What was counted for this person already, so that people are counted once; see `isFirst`. */
  counted: Set<number> | undefined;
  /** The time of the newest event so far, in milliseconds since 1970. */
  now: number;
}

/** Everybody of a log. */
export interface People {
  /** Whose event it is; `undefined` for who comes when there are too many. */
  of(event: KindredEvent): Person | undefined;
  /** How many there are, how many devices turned out to be somebody's who was known, and the events of those who were too many. */
  readonly counts: { people: number; joined: number; leftOut: number };
}

export interface PeopleOptions {
  /** How many profiles everybody has. */
  readonly profiles: number;
  readonly permissions: Permissions;
  /** More people than this are left out, so that memory is bounded. */
  readonly most: number;
}

/**
 * Tells people apart by their ids. A device is a person of its own until its events name a user; from then on it is that user's. What
 * was done on it before goes along, unless the user was known already, from another device.
 */
export function createPeople({ profiles, permissions, most }: PeopleOptions): People {
  const users = new Map<string, Person>();
  const devices = new Map<string, Person>();
  const ownerOf = new Map<Person, string>();
  const counts = { people: 0, joined: 0, leftOut: 0 };
  const shared = permissions.kind === 'logged' ? undefined : createPersonPermissions(permissions);

  function create(): Person | undefined {
    if (counts.people >= most) {
      counts.leftOut++;
      return undefined;
    }
    counts.people++;
    return {
      profiles: Array.from({ length: profiles }, () => NOBODY),
      permissions: shared ?? createPersonPermissions(permissions),
      counted: undefined,
      now: 0,
    };
  }

  function user(id: string, device: Person | undefined): Person | undefined {
    const known = users.get(id);
    if (known) return known;
    // A device that is somebody else's is none of this user's past.
    const person = device && !ownerOf.has(device) ? device : create();
    if (person) {
      users.set(id, person);
      ownerOf.set(person, id);
    }
    return person;
  }

  return {
    counts,
    of({ anonymousId, userId }) {
      const device = anonymousId === undefined ? undefined : devices.get(anonymousId);
      const person = userId === undefined ? (device ?? create()) : user(userId, device);
      if (person && anonymousId !== undefined && device !== person) {
        if (device) counts.joined++;
        devices.set(anonymousId, person);
      }
      return person;
    },
  };
}

/** Whether something, told by a number, was not counted for the person before. */
export function isFirst(person: Person, mark: number): boolean {
  person.counted ??= new Set();
  if (person.counted.has(mark)) return false;
  person.counted.add(mark);
  return true;
}
