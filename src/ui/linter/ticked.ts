import { elementsBelow, isSeen, parentOf, textOf } from './composed-tree.ts';
import { nameOf } from './controls.ts';
import { finding, type LintFinding } from './finding.ts';
import { means, readKind } from './words.ts';

/** What is chosen already, in boxes, switches, radio buttons, lists and sliders. */
export function findTicked(container: Element): readonly LintFinding[] {
  return [...elementsBelow(container)].flatMap((element) => {
    const chosen = isSeen(element) || isSeen(parentOf(element) ?? element) ? chosenIn(element) : undefined;
    if (chosen === undefined || isDisabled(element)) return [];
    const label = labelOf(element);
    // What stands for no, and what needs no consent, may be chosen.
    if (isNo(chosen) || means('necessary', label) || readKind(label) === 'refuse') return [];
    const words = `${element.localName} "${label}"`;
    return [finding('pre-ticked', element, words, `"${label || chosen}" is chosen before the person has chosen.`)];
  });
}

/** What an element has chosen: its value; `undefined` where nothing is. */
function chosenIn(element: Element): string | undefined {
  if (element instanceof HTMLInputElement) {
    if (element.type === 'checkbox' || element.type === 'radio') return element.checked ? element.value : undefined;
    const isMoved = element.type === 'range' && Number(element.value) > Number(element.min || 0);
    return isMoved ? element.value : undefined;
  }
  // A list in which there is no way to say no is about something else: a language, a number of days.
  if (element instanceof HTMLSelectElement) return saysMore(element) ? element.value : undefined;
  const isOn = element.getAttribute('aria-checked') === 'true' || element.getAttribute('aria-pressed') === 'true';
  return isOn ? (element.getAttribute('value') ?? 'on') : undefined;
}

function saysMore({ options, selectedOptions }: HTMLSelectElement): boolean {
  const saysNo = ({ value, text }: HTMLOptionElement) => isNo(value) || readKind(text) === 'refuse';
  return [...options].some(saysNo) && ![...selectedOptions].some(saysNo);
}

function isDisabled(element: Element): boolean {
  return element.matches(':disabled, [aria-disabled=true], [aria-readonly=true], [inert] *');
}

function isNo(value: string): boolean {
  return /^(none|no|off|0|false|refuse[d]?|reject(ed)?|den(y|ied)|decline[d]?|unset|)$/i.test(value);
}

function labelOf(element: Element): string {
  const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
  const label = [...(labels ?? [])].map(textOf).join(' ');
  if (label) return label;
  // The value of a box is no name.
  return element instanceof HTMLInputElement ? (element.getAttribute('aria-label') ?? '') : nameOf(element);
}
