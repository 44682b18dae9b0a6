// What the parts that unfold are made with. All of them take all of it from here: a bundler that splits code then makes one file of it,
// which the opened centre has already, and not one for each set of parts that share something.
export { button } from '../button.ts';
export { EVERYONE } from '../choices.ts';
export { h, link } from '../node.ts';
export { summaryOf } from '../summary.ts';
export { fill } from '../words.ts';
export { day } from './dates.ts';
export { wordsOf } from './decided.ts';
export { downloading } from './download.ts';
export { degreeSet, tagsOf, untilSet, wish } from './draft.ts';
export { stepsOf } from './ladder.ts';
export { row } from './row.ts';
export { signButton } from './sign-button.ts';
export { newSitting } from './sitting.ts';
export { usedOf } from './used.ts';
export { validity } from './validity.ts';
