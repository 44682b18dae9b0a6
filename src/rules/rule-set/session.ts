import { createEmitter, type Logger } from '../../core/index.ts';
import type { EvaluationContext } from '../condition/context.ts';
import { parsePath } from '../condition/facts.ts';
import type { HistoryEvent } from '../history/event-history.ts';
import { type Candidates, createCandidates } from './candidates.ts';
import { type DependencyGraph, type Dependents, dependentsOn } from './dependents.ts';
import type { Engine } from './engine.ts';
import { createRankSet } from './rank-set.ts';
import type { Match, Snapshot } from './rule.ts';
import { findAlong, findByFacts } from './rule-index.ts';
import { createSessionFacts } from './session-facts.ts';
import { createStanding } from './standing.ts';

/** Rules on facts that change: what is evaluated again is only what a change can concern. */
export interface RuleSession {
  /**
   * Sets the fact at a dotted path; `undefined` removes it. The facts that were given are left as they are.
   *
   * @throws KindredError `invalid-rule` where this is no path
   */
  set(path: string, value: unknown): void;
  /** Records an event in the history that was given, and looks at what it concerns; also where it is there already. */
  record(event: HistoryEvent): void;
  /** Time passed: what was waiting for it happens, however late this is called. */
  tick(now: number): void;
  /** Evaluates all again, as permissions, the history or the unit changed; with these changes of the context. */
  refresh(changes?: EvaluationContext): void;
  /** The rules that match, the highest rank first: the same list as long as nothing changes. */
  matches(): readonly Match[];
  /** Tells of other matches; returns the unsubscribe. */
  onChange(listener: (matches: readonly Match[]) => void): () => void;
  /** The earliest time at which time alone can change the matches; infinity if it cannot. */
  nextChange(): number;
  /** Tells that this is another time now; returns the unsubscribe. */
  onNextChange(listener: (time: number) => void): () => void;
}

/** What a session may use. */
export interface SessionOptions {
  /** Told of listeners that throw; they are skipped. */
  readonly logger?: Logger;
}

/** The names on a path, and what depends on the fact there. */
interface FactPlace {
  readonly names: readonly string[];
  readonly dependents: readonly Dependents[];
}

const MOST_PLACES = 1000;

export function createSession(
  { file, index, forget, contender, contest, contextOf }: Engine,
  graph: DependencyGraph,
  { facts: givenFacts, ...given }: Snapshot,
  { logger }: SessionOptions,
): RuleSession {
  const report = (error: unknown) => logger?.error('A listener of a rule session failed.', error);
  const changes = createEmitter<readonly Match[]>(report);
  const times = createEmitter<number>(report);
  const facts = createSessionFacts(givenFacts);
  const places = new Map<string, FactPlace>();
  let context: EvaluationContext = given;
  let candidates: Candidates = createCandidates([], 0);
  // What the tests of computed values found last.
  let foundByOthers: number[][] = [];
  const standing = createStanding(contest, file.rules.length);
  // The rules to look at again.
  const changed = createRankSet(file.rules.length);
  const told = { next: Infinity, matches: standing.matches() };

  /** Another context, and nothing remembered of what was computed with the one before. */
  function renew(changed: EvaluationContext): EvaluationContext {
    context = changed;
    return contextOf(context);
  }

  function judge(ranks: readonly number[], current: EvaluationContext): void {
    for (const rank of ranks) {
      const rule = candidates.has(rank) ? contender(rank) : undefined;
      standing.put(rank, rule?.claim(facts.current(), current), rule ? nextOf(rank, current) : Infinity);
    }
    forget();
    tell();
  }

  function nextOf(rank: number, current: EvaluationContext): number {
    const times = graph.times[rank];
    if (!times) return Infinity;
    let next = Infinity;
    for (const time of times) next = Math.min(next, time(current));
    return next;
  }

  /** A listener may change the facts in turn: what was told meanwhile is not told again. */
  function tell(): void {
    if (told.next !== standing.nextChange()) {
      told.next = standing.nextChange();
      times.emit(told.next);
    }
    if (told.matches === standing.matches()) return;
    told.matches = standing.matches();
    changes.emit(told.matches);
  }

  /** Adds the rules that depend on one of these, of those that can hold now. */
  function addConcerned(lists: readonly Dependents[]): void {
    let listed = 0;
    for (const { ranks } of lists) listed += ranks.length;
    if (listed < candidates.ranks.length) {
      for (const { ranks } of lists) for (const rank of ranks) if (candidates.has(rank)) changed.add(rank);
      return;
    }
    for (const rank of candidates.ranks) {
      if (!changed.has(rank) && graph.listedBy[rank]?.some((one) => lists.includes(one))) changed.add(rank);
    }
  }

  function refresh(changes: EvaluationContext = {}): void {
    const current = renew({ ...context, ...changes });
    candidates = createCandidates(index.always, file.rules.length);
    const found: number[] = [];
    findByFacts(index.facts, facts.current(), found);
    candidates.enter(found, changed);
    foundByOthers = index.others.map(({ read, find }) => {
      const found: number[] = [];
      find(read(facts.current(), current), found);
      candidates.enter(found, changed);
      return found;
    });
    standing.clear();
    judge(candidates.ranks, current);
  }

  /** A page sets the same few facts. */
  function placeOf(path: string): FactPlace {
    const known = places.get(path);
    if (known) return known;
    const names = parsePath(path, '');
    const place = { names, dependents: dependentsOn(graph.facts, names) };
    if (places.size > MOST_PLACES) places.clear();
    places.set(path, place);
    return place;
  }

  refresh();
  return {
    set(path, value) {
      const { names, dependents } = placeOf(path);
      changed.clear();
      const before: number[] = [];
      const after: number[] = [];
      findAlong(index.facts, facts.current(), names, before);
      if (!facts.set(names, value)) return;
      findAlong(index.facts, facts.current(), names, after);
      const current = renew(context);
      for (const { tests } of dependents) {
        for (const other of tests) {
          const place = index.others.indexOf(other);
          before.push(...(foundByOthers[place] ?? []));
          const found: number[] = [];
          other.find(other.read(facts.current(), current), found);
          foundByOthers[place] = found;
          after.push(...found);
        }
      }
      candidates.enter(after, changed);
      candidates.leave(before, changed);
      addConcerned(dependents);
      judge(changed.ranks, current);
    },
    record(event) {
      const { events } = context;
      const size = events?.size();
      const isNew = events?.record(event);
      const dependents = graph.events.get(event.name);
      // In a history that is full another event leaves.
      const lists = isNew && events?.size() === size ? [...graph.events.values()] : dependents ? [dependents] : [];
      if (lists.length === 0) return;
      changed.clear();
      addConcerned(lists);
      judge(changed.ranks, renew(context));
    },
    tick(now) {
      const { now: before = Infinity } = context;
      if (now < before) return refresh({ now });
      const isDue = standing.nextChange() <= now;
      if (isDue) judge(standing.dueBy(now), renew({ ...context, now }));
      else context = { ...context, now };
    },
    refresh,
    matches: () => standing.matches(),
    onChange: changes.on,
    nextChange: () => standing.nextChange(),
    onNextChange: times.on,
  };
}
