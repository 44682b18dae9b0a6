// The code that pages load once another party may get events: the names by which it knows the person.
export { createPseudonyms } from '../consent/pseudonym.ts';
