import { textContrast } from './colour.ts';
import { withAncestors } from './composed-tree.ts';
import { type Control, findLayer, type Layer, type LintOptions } from './controls.ts';
import { compareEffects } from './equal-effect.ts';
import { compareWeight } from './equal-weight.ts';
import { finding, findingAt, type LintFinding } from './finding.ts';
import { compareReach } from './reach.ts';
import { findTicked } from './ticked.ts';
import { means } from './words.ts';

const LEAST_CONTRAST = 4.5;
const LEAST_CONTRAST_LARGE = 3;
const LEAST_TARGET = 24;

/**
 * Looks at a consent dialogue as it is shown now, ours or anybody's, in a real browser, and finds what would steer the person. Controls are
 * recognized by their words in nine languages; name them by selectors where that does not do. Changes nothing.
 *
 * @example
 * ```ts
 * import { lintConsentUi } from 'kindred/ui/linter';
 *
 * for (const { severity, message, remedy } of lintConsentUi(document)) console.log(severity, message, remedy);
 * ```
 */
export function lintConsentUi(root: Document | Element, options: LintOptions = {}): readonly LintFinding[] {
  const layer = findLayer(root, options);
  return layer ? lintLayer(layer, options) : [notFound(root)];
}

export function notFound(root: Document | Element): LintFinding {
  const element = root instanceof Document ? root.documentElement : root;
  return finding('not-found', element, element.localName, 'Nothing that asks for consent is seen here.');
}

/** What is wrong with one layer. */
export function lintLayer(layer: Layer, { isDecided = false }: LintOptions): readonly LintFinding[] {
  const { container, controls } = layer;
  const { accept, refuse, settings, close } = controls;
  return [
    ...(accept && !refuse ? [missingRefuse(accept, controls.settings)] : []),
    ...(accept && !refuse && !close ? findWall(container) : []),
    ...(accept && refuse
      ? [...compareWeight(accept, refuse), ...compareEffects(accept, refuse), ...compareReach(accept, refuse)]
      : []),
    ...(accept ? [...findFocused(accept), ...findVague(accept)] : []),
    ...[refuse, settings].flatMap((control) => (control ? findFaint(control) : [])),
    ...(refuse ? [...findShaming(refuse), ...findPrice(refuse)] : []),
    ...(close ? findHiddenClose(close) : []),
    ...(isDecided ? [] : findTicked(container)),
  ];
}

function missingRefuse(accept: Control, settings: Control | undefined): LintFinding {
  const beside = settings ? `only "${settings.name}" stands beside it` : 'nothing stands beside it that refuses';
  return findingAt('no-refuse', accept, `"${accept.name}" takes one click; ${beside}.`);
}

function findFaint(control: Control): readonly LintFinding[] {
  const style = getComputedStyle(control.element);
  const pixels = Number.parseFloat(style.fontSize);
  const isLarge = pixels >= 24 || (pixels >= 18.66 && Number(style.fontWeight) >= 700);
  const ratio = textContrast(control.element);
  // Half a hundredth of tolerance: colours are rounded on their way here.
  if (ratio >= (isLarge ? LEAST_CONTRAST_LARGE : LEAST_CONTRAST) - 0.005) return [];
  return [
    findingAt('low-contrast', control, `The words "${control.name}" have a contrast of ${ratio.toFixed(2)} to 1.`),
  ];
}

function findFocused(accept: Control): readonly LintFinding[] {
  const focused = accept.element.matches(':focus') || accept.element.hasAttribute('autofocus');
  if (!focused && accept.element.tabIndex <= 0) return [];
  return [findingAt('accept-focused', accept, `The keyboard meets "${accept.name}" first: Enter accepts.`)];
}

function findVague(accept: Control): readonly LintFinding[] {
  if (!means('vague', accept.name)) return [];
  return [findingAt('unclear-label', accept, `"${accept.name}" accepts, and does not say so.`)];
}

function findShaming(refuse: Control): readonly LintFinding[] {
  if (!means('shame', refuse.name)) return [];
  return [findingAt('confirm-shaming', refuse, `"${refuse.name}" says something about the person who refuses.`)];
}

/** A sum of money. */
const PRICE = /[€$£¥₩]\s?\d|\d\s?[€$£¥₩円원元]|\d\s?(eur|usd|gbp|chf)\b/i;

function findPrice(refuse: Control): readonly LintFinding[] {
  if (!PRICE.test(refuse.name)) return [];
  return [findingAt('wall', refuse, `"${refuse.name}" costs money, and accepting does not.`)];
}

function findHiddenClose(close: Control): readonly LintFinding[] {
  const { width, height } = close.element.getBoundingClientRect();
  const ratio = textContrast(close.element);
  const isSmall = Math.min(width, height) < LEAST_TARGET;
  if (!isSmall && ratio >= LEAST_CONTRAST_LARGE) return [];
  const message = `"${close.name}" is ${Math.round(width)}×${Math.round(height)} pixels with a contrast of ${ratio.toFixed(2)} to 1.`;
  return [findingAt('hidden-close', close, message)];
}

function findWall(container: Element): readonly LintFinding[] {
  const isModal = container.matches(':modal') || container.getAttribute('aria-modal') === 'true';
  const isLocked = [document.documentElement, document.body].some((each) =>
    /^(hidden|clip)$/.test(getComputedStyle(each).overflowY),
  );
  if (!isModal && !isLocked && !isCovered(container)) return [];
  return [finding('wall', container, container.localName, 'The page cannot be used before everything is accepted.')];
}

/** Whether something that belongs to the dialogue lies over the page around it. */
function isCovered(container: Element): boolean {
  const { innerWidth: width, innerHeight: height } = window;
  return [...withAncestors(container)].some((each) => {
    const { position } = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    return position === 'fixed' && box.width >= width * 0.98 && box.height >= height * 0.98;
  });
}
