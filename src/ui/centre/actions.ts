import { DEGREES } from '../../consent/index.ts';
import { answerAll } from '../choices.ts';
import type { Behaviour, Host } from '../element.ts';
import type { Relationship, Rights } from '../relationship.ts';
import { summaryOf } from '../summary.ts';
import { fill } from '../words.ts';
import { choicesOf, draftOf, tagsOf } from './draft.ts';
import { saveFile } from './save-file.ts';
import type { Sitting } from './sitting.ts';

type Act = (relationship: Relationship, target: HTMLElement) => void | Promise<void>;

/** What the buttons and fields of the centre do. */
export function createActions(host: Host, sitting: Sitting): Behaviour['actions'] {
  const acts: Readonly<Record<string, Act>> = { ...choosing(host, sitting), ...knowing, ...exercising(host, sitting) };
  const run = (act: Act) => async (target: HTMLElement) => {
    const relationship = host.relationship();
    if (!relationship) return;
    try {
      await act(relationship, target);
    } catch {
      sitting.say(host.texts().failed);
    }
    host.update();
  };
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, run(act)]));
}

/** Permissions: what is set, and what is decided. */
function choosing(host: Host, sitting: Sitting): Readonly<Record<string, Act>> {
  const decided = (relationship: Relationship) => sitting.reset(summaryOf(relationship, host.texts()));
  const set = (key: string, value: string) => {
    const degree = DEGREES.find((one) => one === value);
    if (degree) sitting.draft().degrees.set(key, degree);
    else sitting.draft().degrees.delete(key);
    sitting.say('');
  };
  return {
    step: ({ consent }, target) => set(`${nameOf(target)} ${consent.source}`, chosenIn(target)),
    other: (_, target) => set(`${target.dataset.of} ${target.dataset.party}`, chosenIn(target)),
    validity: (_, target) => void sitting.draft().days.set(target.dataset.of ?? '', Number(chosenIn(target))),
    release({ consent }, target) {
      const { of = '' } = target.dataset;
      const rest = tagsOf(consent, sitting.draft(), of).filter((tag) => tag !== chosenIn(target));
      const isTicked = target instanceof HTMLInputElement && target.checked;
      sitting.draft().tags.set(of, isTicked ? [...rest, chosenIn(target)] : rest);
    },
    accept(relationship) {
      relationship.consent.choose(answerAll(relationship.consent, 'accept'));
      decided(relationship);
    },
    refuse(relationship) {
      relationship.consent.choose(answerAll(relationship.consent, 'refuse'));
      decided(relationship);
    },
    save(relationship) {
      const choices = choicesOf(relationship.consent, sitting.draft());
      if (choices.length > 0) relationship.consent.choose(choices);
      decided(relationship);
    },
    discard: () => sitting.reset(),
    pause: ({ consent }) => consent.pause(),
    resume: ({ consent }) => consent.resume(),
  };
}

/** What is known about the person. */
const knowing: Readonly<Record<string, Act>> = {
  like({ profile }, target) {
    const value = typed(target).trim();
    if (value !== '') profile?.addInterest(value);
    if (target instanceof HTMLFormElement) target.reset();
  },
  unlike: ({ profile }, { dataset }) => profile?.removeInterest(dataset.of ?? ''),
  forgetCategory: ({ profile }, { dataset }) => profile?.forget({ category: dataset.of ?? '' }),
  forgetItem: ({ profile }, { dataset }) => profile?.forget({ item: dataset.of ?? '' }),
  forgetAll: ({ profile }) => profile?.forget('everything'),
  correct: ({ rights }, target) => rights?.correct?.(target.dataset.of ?? '', typed(target)),
};

/** Taking data along, and erasing. */
function exercising(host: Host, sitting: Sitting): Readonly<Record<string, Act>> {
  const download =
    (kind: 'export' | 'carry' | 'receipts'): Act =>
    async ({ consent, rights }) => {
      const text = await rights?.[kind]?.();
      if (text !== undefined) saveFile(`${consent.source}-${kind}.json`, text);
    };
  return {
    export: download('export'),
    carry: download('carry'),
    receipts: download('receipts'),
    async offer({ consent, rights }, target) {
      const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
      if (!file || !rights?.offerFrom) return;
      const draft = draftOf(await rights.offerFrom(await file.text()), consent);
      if (draft.degrees.size > 0) sitting.suggest(draft);
      else sitting.say(host.texts().offerNone);
    },
    erase: () => sitting.ask(true),
    keep: () => sitting.ask(false),
    async eraseNow({ rights }) {
      if (rights) sitting.reset(report(host, await rights.erase()));
    },
  };
}

function report(host: Host, { residue }: Awaited<ReturnType<Rights['erase']>>): string {
  const { erased, eraseLeft } = host.texts();
  const names = residue.map(({ kind, name }) => `${name} (${kind})`).join(', ');
  return residue.length > 0 ? fill(eraseLeft, { names }) : erased;
}

function chosenIn(field: HTMLElement): string {
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : '';
}

function nameOf(field: HTMLElement): string {
  return field instanceof HTMLInputElement ? field.name : '';
}

/** What stands in the one text field of a form. */
function typed(form: HTMLElement): string {
  const value = form instanceof HTMLFormElement ? new FormData(form).get('value') : '';
  return typeof value === 'string' ? value : '';
}
