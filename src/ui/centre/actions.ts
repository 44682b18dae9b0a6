import { DEGREES } from '../../consent/degree.ts';
import type { Choice } from '../../consent/index.ts';
import type { Erasure, Relationship } from '../relationship.ts';
import { summaryOf } from '../summary.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import { DAY_MS } from './dates.ts';
import { answerAll } from './decided.ts';
import { choicesOf, draftOf, tagsOf, wish } from './draft.ts';
import { saveFile } from './save-file.ts';
import { newSitting, type Sitting } from './sitting.ts';
import type { Used } from './used.ts';

/** What a button, field or form of the centre does; it answers what that changes in the sitting. */
export type Act = (relationship: Relationship, used: Used, sitting: Sitting, texts: UiTexts) => Next | Promise<Next>;

/** What changes in a sitting. */
export type Next = Partial<Sitting> | undefined;

/** Setting, and deciding. */
const choosing: Readonly<Record<string, Act>> = {
  set({ consent }, { of, party, value }, { draft }) {
    const degree = DEGREES.find((one) => one === value);
    return {
      draft: wish(
        draft,
        of,
        party || consent.source,
        degree ? { degree } : { until: Date.now() + Number(value) * DAY_MS },
      ),
      said: '',
    };
  },
  release({ consent }, { of, value, isTicked }, { draft }) {
    const rest = tagsOf(consent, draft, of).filter((tag) => tag !== value);
    return { draft: wish(draft, of, consent.source, { tags: isTicked ? [...rest, value] : rest }) };
  },
  accept: (relationship, _used, _sitting, texts) => decide(relationship, texts, answerAll(relationship.consent, true)),
  refuse: (relationship, _used, _sitting, texts) => decide(relationship, texts, answerAll(relationship.consent, false)),
  save: (relationship, _used, { draft }, texts) => decide(relationship, texts, choicesOf(relationship.consent, draft)),
  discard: () => newSitting(),
  pause: ({ consent }) => void consent.pause(),
  resume: ({ consent }) => void consent.resume(),
};

async function decide(relationship: Relationship, texts: UiTexts, choices: readonly Choice[]): Promise<Sitting> {
  const said = await relationship.consent.choose(choices).then(
    () => summaryOf(relationship, texts),
    // What records it could not be loaded. What is wrong is thrown at once.
    () => texts.noted,
  );
  return newSitting(said);
}

/** What is known about the person. */
const knowing: Readonly<Record<string, Act>> = {
  like: ({ profile }, { value }) => void (value && profile?.addInterest(value)),
  unlike: ({ profile }, { of }) => void profile?.removeInterest(of),
  category: ({ profile }, { of }) => void profile?.forget({ category: of }),
  item: ({ profile }, { of }) => void profile?.forget({ item: of }),
  forget: ({ profile }) => void profile?.forget('everything'),
  correct: async ({ rights }, { of, value }) => void (await rights?.correct?.(of, value)),
};

/** Files to take along. */
const FILES = ['export', 'carry', 'receipts'] as const;

const download =
  (kind: (typeof FILES)[number]): Act =>
  async ({ consent, rights }) =>
    saveFile(`${consent.source}-${kind}`, await rights?.[kind]?.());

/** Taking data along, and erasing. */
const exercising: Readonly<Record<string, Act>> = {
  ...Object.fromEntries(FILES.map((kind) => [kind, download(kind)])),
  async offer({ consent, rights }, { file }, _sitting, { offerNone }) {
    const draft = draftOf((await rights?.offerFrom?.((await file?.text()) ?? '')) ?? [], consent);
    return draft.size > 0 ? { draft, isOffer: true, said: '' } : { said: offerNone };
  },
  erase: () => ({ isErasing: true }),
  keep: () => ({ isErasing: false }),
  async eraseNow({ rights }, _used, _sitting, texts) {
    return newSitting(reportOf(await rights?.erase(), texts, texts.erased));
  },
};

/** What is still there, or that nothing is. */
export function reportOf(erasure: Erasure | undefined, { eraseLeft }: UiTexts, nothing: string): string {
  const names = erasure?.residue.map(({ kind, name }) => `${name} (${kind})`).join(', ');
  return names ? fill(eraseLeft, { names }) : nothing;
}

/** By the name in `data-do`. */
export const ACTS: Readonly<Record<string, Act>> = { ...choosing, ...knowing, ...exercising };
