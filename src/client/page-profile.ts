import { createEmitter } from '../core/at-once.ts';
import type { Profile, ProfileSnapshot } from '../profile/index.ts';
import type { EventHistory } from '../rules/index.ts';

/** A profile whose code is loaded when there is something to know. */
export interface PageProfile extends Omit<Profile, 'history'> {
  /** `undefined` while the code for it is not loaded. */
  history(): EventHistory | undefined;
  /** Settles when what was asked for so far is known. */
  ready(): Promise<void>;
}

/** What is known before anything is. */
const NOTHING: ProfileSnapshot = /* @__PURE__ */ Object.freeze({
  firstSeen: 0,
  lastSeen: 0,
  sessions: 0,
  counters: {},
  views: { category: {} },
  affinity: { category: {} },
  top: {},
  recentItems: [],
  recent: { items: [], categories: [] },
  interests: [],
  purchased: [],
  orders: { count: 0, value: 0 },
  cart: { count: 0, value: 0, items: [] },
  traits: {},
});

/** Where the code cannot be loaded, the oldest go. */
const MAX_HELD = 500;

/** Until the code is there, what happens is held in memory, in its order. Nothing is loaded before something happens. */
export function createPageProfile(
  create: () => Profile | Promise<Profile>,
  report: (error: unknown) => void,
): PageProfile {
  const changed = createEmitter<void>(report);
  let profile: Profile | undefined;
  let loading: Promise<void> | undefined;
  let held: ((profile: Profile) => void)[] = [];

  const take = (made: Profile) => {
    profile = made;
    made.onChange(changed.emit);
    for (const act of held.splice(0)) act(made);
  };

  const load = async (coming: Promise<Profile>) => {
    try {
      take(await coming);
    } catch (error) {
      report(error);
      loading = undefined;
    }
  };

  const act = (action: (profile: Profile) => void) => {
    if (profile) return action(profile);
    if (held.push(action) > MAX_HELD) held.shift();
    if (loading) return undefined;
    const made = create();
    if (made instanceof Promise) loading = load(made);
    else take(made);
  };

  return {
    ready: async () => loading,
    snapshot: () => profile?.snapshot() ?? NOTHING,
    history: () => profile?.history(),
    unit: () => profile?.unit(),
    record: (event) => act((to) => to.record(event)),
    addInterest: (interest) => act((to) => to.addInterest(interest)),
    removeInterest: (interest) => act((to) => to.removeInterest(interest)),
    correct: (trait, value) => act((to) => to.correct(trait, value)),
    forget: (what) => act((to) => to.forget(what)),
    load: () => new Promise((resolve) => act((to) => resolve(to.load()))),
    async save() {
      await loading;
      await profile?.save();
    },
    clear() {
      held = [];
      profile?.clear();
    },
    detach: () => profile?.detach(),
    onChange: changed.on,
  };
}
