import type { KindredEvent } from '../events/index.ts';
import { type Changes, increment, mergeTraits } from './changes.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { OWN_WORDS } from './own-words.ts';
import { newestPastEvents, pastEventOf } from './past-event.ts';
import { shoppingChanges } from './shopping.ts';
import type { ProfileState } from './state.ts';

/** How the fold weighs. */
export interface FoldOptions {
  /** The time in which an affinity loses half its worth. */
  readonly halfLifeMs: number;
}

/** The next state after one event, which counts once. Pure: the same state and event give the same result anywhere. */
export function foldEvent(state: ProfileState, event: KindredEvent, options: FoldOptions): ProfileState {
  const { folded } = state;
  if (folded.includes(event.messageId)) return state;
  return {
    ...state,
    unit: state.unit || event.messageId,
    ...changesBy(event, state, options),
    folded: [event.messageId, ...folded].slice(0, PROFILE_LIMITS.folded),
  };
}

function changesBy(event: KindredEvent, state: ProfileState, options: FoldOptions): Changes {
  const at = Date.parse(event.timestamp);
  if (!Number.isFinite(at)) return {};
  const { type, event: name = 'page', traits } = event;
  // What lay in a journal may say `null`.
  const properties = event.properties ?? {};
  const change = type === 'track' ? OWN_WORDS.get(name) : undefined;
  if (change) return change(state, properties);
  if (type === 'identify') return { ...seen(state, event, at), traits: mergeTraits(state, traits) };
  if (type !== 'track' && type !== 'page') return {};
  const counted = {
    ...seen(state, event, at),
    counters: increment(state.counters, name),
    history: newestPastEvents(state.history, pastEventOf(event, name, at)),
  };
  if (type === 'page') return counted;
  return { ...counted, ...shoppingChanges(name, state, properties, at, options.halfLifeMs) };
}

function seen(state: ProfileState, event: KindredEvent, at: number): Changes {
  const session = event.context?.kindred?.session ?? '';
  const isNewSession = state.sessions === 0 || (session !== '' && session !== state.session);
  return {
    firstSeen: state.firstSeen === 0 ? at : Math.min(state.firstSeen, at),
    lastSeen: Math.max(state.lastSeen, at),
    sessions: state.sessions + (isNewSession ? 1 : 0),
    session: session || state.session,
  };
}
