import type { Recommendation, RecommendationReason, Recommendations, ShortReason } from './recommendations.ts';

/** The sentences that reasons are told in. `{items}` stands for the names of items, `{percent}` for a number. */
export interface ReasonTexts {
  /** For joining names: a language tag (BCP 47). */
  readonly language: string;
  readonly lists: Readonly<Record<RecommendationReason, string>>;
  readonly short: Readonly<Record<ShortReason, string>>;
  readonly because: string;
  readonly popular: string;
  readonly pinned: string;
  readonly filled: string;
  readonly boosted: string;
  readonly rearranged: string;
}

/** A list and each of its items, explained. */
export interface ReasonsInWords {
  /** Why the list is what it is. */
  readonly list: string;
  /** Why each item is on it, in the order of the list. */
  readonly items: readonly string[];
  /** Why there are fewer than asked for, if there are. */
  readonly short?: string;
  /** What variety and proportion cost, if they were asked for. */
  readonly rearranged?: string;
}

/** How to tell reasons. */
export interface WordsOptions {
  /** What people call an item. @defaultValue its id */
  readonly name?: (item: string) => string;
  /** @defaultValue `ENGLISH_REASONS` */
  readonly texts?: ReasonTexts;
}

/** The reasons in English. */
export const ENGLISH_REASONS: ReasonTexts = {
  language: 'en',
  lists: {
    history: 'Chosen by what you had or looked at.',
    'cold-start': 'What is popular: nothing is known about you.',
    'unknown-user': 'What is popular: nothing is known about you yet.',
    'unknown-items': 'What is popular: nothing is known of these items yet.',
    'no-neighbours': 'What is popular: nothing is known to go with these items.',
    'popularity-model': 'What is popular with everybody.',
    'no-consent': 'What is popular with everybody. Nothing about you was looked at.',
  },
  short: {
    'small-catalogue': 'There are no more items.',
    'few-neighbours': 'Nothing else is known to go with your items.',
    filtered: 'The others are yours already, or left out.',
    'filter-failed': 'Whether the others are left out is not known.',
    capped: 'The others are too much of the same.',
  },
  because: 'Because of {items}.',
  popular: 'Popular.',
  pinned: 'Put here by the shop.',
  filled: 'Popular.',
  boosted: 'The shop puts it forward.',
  rearranged: 'For more variety this list gives up {percent} % of its best score.',
};

/** The reasons in German. */
export const GERMAN_REASONS: ReasonTexts = {
  language: 'de',
  lists: {
    history: 'Ausgewählt nach dem, was Sie hatten oder ansahen.',
    'cold-start': 'Was beliebt ist: Über Sie ist nichts bekannt.',
    'unknown-user': 'Was beliebt ist: Über Sie ist noch nichts bekannt.',
    'unknown-items': 'Was beliebt ist: Über diese Artikel ist noch nichts bekannt.',
    'no-neighbours': 'Was beliebt ist: Zu diesen Artikeln ist nichts Passendes bekannt.',
    'popularity-model': 'Was bei allen beliebt ist.',
    'no-consent': 'Was bei allen beliebt ist. Über Sie wurde nichts angesehen.',
  },
  short: {
    'small-catalogue': 'Mehr Artikel gibt es nicht.',
    'few-neighbours': 'Sonst ist nichts bekannt, was zu Ihren Artikeln passt.',
    filtered: 'Die übrigen haben Sie schon oder sind ausgenommen.',
    'filter-failed': 'Ob die übrigen ausgenommen sind, ist nicht bekannt.',
    capped: 'Die übrigen wären zu viel vom Gleichen.',
  },
  because: 'Wegen {items}.',
  popular: 'Beliebt.',
  pinned: 'Vom Laden hierher gestellt.',
  filled: 'Beliebt.',
  boosted: 'Der Laden hebt es hervor.',
  rearranged: 'Für mehr Abwechslung verzichtet diese Liste auf {percent} % ihrer besten Punktzahl.',
};

const MOST_NAMED = 3;
/** What contributed less than this share of the largest is not worth a word. */
const LEAST_PART = 0.2;

/**
 * Tells in words why a list is what it is, and why each item is on it. Of the items that led to one the strongest few are named: ask
 * for the list with `explain: true`. Advertising is called so: pinned and boosted items say that the shop put them there.
 *
 * @example
 * ```ts
 * import { type Recommendations, reasonsInWords } from 'kindred/recommend';
 *
 * const list: Recommendations = {
 *   kind: 'personal',
 *   reason: 'history',
 *   items: [{ item: 'teapot', score: 3, because: [{ item: 'oolong', share: 2 }, { item: 'cup', share: 1 }] }],
 * };
 * console.log(reasonsInWords(list).items); // ['Because of oolong and cup.']
 * ```
 */
export function reasonsInWords(list: Recommendations, options: WordsOptions = {}): ReasonsInWords {
  const { name = (item) => item, texts = ENGLISH_REASONS } = options;
  const { reason, items, short, rearranged } = list;
  const percent = `${Math.round(100 * (rearranged?.relevanceLoss ?? 0))}`;
  return {
    list: texts.lists[reason],
    items: items.map((item) => itemInWords(item, list, name, texts)),
    ...(short && { short: texts.short[short] }),
    ...(rearranged && { rearranged: texts.rearranged.replace('{percent}', () => percent) }),
  };
}

function itemInWords(
  { because = [], placed, boost }: Recommendation,
  { kind, reason }: Recommendations,
  name: (item: string) => string,
  texts: ReasonTexts,
): string {
  if (placed !== undefined) return texts[placed];
  const names = strongest(because).map(name);
  const joined = new Intl.ListFormat(texts.language).format(names);
  const unexplained = kind === 'popular' ? texts.popular : texts.lists[reason];
  const sentence = names.length > 0 ? texts.because.replace('{items}', () => joined) : unexplained;
  return boost !== undefined && boost > 1 ? `${sentence} ${texts.boosted}` : sentence;
}

function strongest(because: NonNullable<Recommendation['because']>): readonly string[] {
  const least = (because[0]?.share ?? 0) * LEAST_PART;
  return because
    .filter(({ share }) => share > 0 && share >= least)
    .slice(0, MOST_NAMED)
    .map(({ item }) => item);
}
