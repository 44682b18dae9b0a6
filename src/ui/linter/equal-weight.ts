import { hasImage, readColour, surfaceContrast, textContrast, vividness } from './colour.ts';
import type { Control } from './controls.ts';
import { findingAt, type LintFinding } from './finding.ts';

const MOST_HEIGHT = 1.2;
const MOST_AREA = 1.5;
const MOST_FONT_SIZE = 1.1;
const MOST_FONT_WEIGHT = 150;
const MOST_SURFACE = 2;
const MOST_VIVIDNESS = 0.4;
const LEAST_SURFACE = 1.1;

/** Whether accepting weighs more than refusing, in form, size, text and colour. */
export function compareWeight(accept: Control, refuse: Control): readonly LintFinding[] {
  const asLink = compareForm(accept, refuse);
  // What is a link instead of a button differs in all else as well.
  if (asLink.length > 0) return asLink;
  return [...compareSize(accept, refuse), ...compareText(accept, refuse), ...compareColour(accept, refuse)];
}

function compareForm(accept: Control, refuse: Control): readonly LintFinding[] {
  if (!isRaised(accept.element) || isRaised(refuse.element)) return [];
  const message = `"${accept.name}" is a button, "${refuse.name}" looks like a link or plain text.`;
  return [findingAt('refuse-as-link', refuse, message)];
}

/** Whether it has a surface or an edge, as buttons do. */
function isRaised(element: Element): boolean {
  const style = getComputedStyle(element);
  const hasEdge =
    Number.parseFloat(style.borderTopWidth) > 0 &&
    style.borderTopStyle !== 'none' &&
    readColour(style.borderTopColor)[3] > 0.1;
  return hasEdge || hasImage(element) || surfaceContrast(element) >= LEAST_SURFACE || style.boxShadow !== 'none';
}

function compareSize(accept: Control, refuse: Control): readonly LintFinding[] {
  const [one, other] = [accept.element.getBoundingClientRect(), refuse.element.getBoundingClientRect()];
  const height = one.height / other.height;
  const area = (one.width * one.height) / (other.width * other.height);
  // Longer words need a wider button.
  const words = Math.max(1, accept.name.length / Math.max(1, refuse.name.length));
  if (height <= MOST_HEIGHT && area <= MOST_AREA * words) return [];
  const message = `"${accept.name}" is ${size(one)} pixels, "${refuse.name}" ${size(other)}.`;
  return [findingAt('unequal-size', refuse, message)];
}

function size({ width, height }: DOMRect): string {
  return `${Math.round(width)}×${Math.round(height)}`;
}

function compareText(accept: Control, refuse: Control): readonly LintFinding[] {
  const [one, other] = [getComputedStyle(accept.element), getComputedStyle(refuse.element)];
  const ratio = Number.parseFloat(one.fontSize) / Number.parseFloat(other.fontSize);
  const heavier = Number(one.fontWeight) - Number(other.fontWeight);
  if (ratio <= MOST_FONT_SIZE && heavier <= MOST_FONT_WEIGHT) return [];
  const font = ({ fontSize, fontWeight }: CSSStyleDeclaration) => `${fontSize} at weight ${fontWeight}`;
  return [findingAt('unequal-text', refuse, `"${accept.name}" is ${font(one)}, "${refuse.name}" ${font(other)}.`)];
}

function compareColour(accept: Control, refuse: Control): readonly LintFinding[] {
  if (hasImage(accept.element) !== hasImage(refuse.element)) {
    return [
      findingAt(
        'unequal-colour',
        refuse,
        `Only one of "${accept.name}" and "${refuse.name}" has a picture or gradient.`,
      ),
    ];
  }
  const [one, other] = [surfaceContrast(accept.element), surfaceContrast(refuse.element)];
  const isLouder = one / other > MOST_SURFACE;
  const isBrighter = vividness(accept.element) - vividness(refuse.element) > MOST_VIVIDNESS;
  const isSharper = textContrast(accept.element) / textContrast(refuse.element) > MOST_SURFACE * 2;
  if (!isLouder && !isBrighter && !isSharper) return [];
  const message = `"${accept.name}" stands out by ${one.toFixed(1)} to 1${isBrighter ? ' and in colour' : ''}, "${refuse.name}" by ${other.toFixed(1)} to 1.`;
  return [findingAt('unequal-colour', refuse, message)];
}
