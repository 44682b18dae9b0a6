import { createDraft, type Draft } from './draft.ts';

/** What holds while the centre is open, and is forgotten when it closes. */
export interface Sitting {
  draft(): Draft;
  /** Whether the draft comes from a file. */
  isOffer(): boolean;
  isErasing(): boolean;
  /** What was last said to the person. */
  said(): string;
  suggest(draft: Draft): void;
  ask(isErasing: boolean): void;
  say(words: string): void;
  reset(words?: string): void;
}

export function createSitting(): Sitting {
  let draft = createDraft();
  let isOffer = false;
  let isErasing = false;
  let said = '';
  return {
    draft: () => draft,
    isOffer: () => isOffer,
    isErasing: () => isErasing,
    said: () => said,
    suggest(suggested) {
      draft = suggested;
      isOffer = true;
      said = '';
    },
    ask(asked) {
      isErasing = asked;
    },
    say(words) {
      said = words;
    },
    reset(words = '') {
      draft = createDraft();
      isOffer = false;
      isErasing = false;
      said = words;
    },
  };
}
