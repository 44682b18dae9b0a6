import { contains, withAncestors } from './composed-tree.ts';
import type { Control } from './controls.ts';
import { findingAt, type LintFinding } from './finding.ts';

/** Where only accepting can be pressed, by everybody and here. */
export function compareReach(accept: Control, refuse: Control): readonly LintFinding[] {
  if (!isMet(accept.element)) return [];
  const obstacle = OBSTACLES.find(({ stops }) => stops(refuse.element) && !stops(accept.element));
  if (obstacle) {
    const message = `"${accept.name}" can be pressed at once; "${refuse.name}" ${obstacle.what}.`;
    return [findingAt('out-of-reach', refuse, message)];
  }
  if (!leavesPage(refuse.element) || leavesPage(accept.element)) return [];
  return [findingAt('extra-steps', refuse, 'Accepting takes one step; refusing is possible on another page.')];
}

interface Obstacle {
  readonly what: string;
  readonly stops: (element: HTMLElement) => boolean;
}

/** Groups in which the arrow keys lead from one to the next, so that only one of them is met by the tabulator. */
const ROVING = '[role=toolbar], [role=radiogroup], [role=menu], [role=listbox], [role=tablist]';

const OBSTACLES: readonly Obstacle[] = [
  { what: 'is outside the view or behind something', stops: (element) => !isMet(element) },
  { what: 'is disabled', stops: (element) => element.matches(':disabled, [aria-disabled=true]') },
  { what: 'cannot be reached by the keyboard', stops: (element) => element.tabIndex < 0 && !element.closest(ROVING) },
  {
    what: 'is hidden from screen readers',
    stops: (element) => [...withAncestors(element)].some((each) => each.getAttribute('aria-hidden') === 'true'),
  },
];

/** Whether a click on its middle would meet it. */
function isMet(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  let hit = document.elementFromPoint(left + width / 2, top + height / 2);
  while (hit?.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit !== null && contains(element, hit);
}

/** Whether pressing it leads to another page. */
export function leavesPage(element: HTMLElement): boolean {
  if (!(element instanceof HTMLAnchorElement) || !element.hasAttribute('href')) return false;
  const { origin, pathname } = location;
  const isHere = element.origin === origin && element.pathname === pathname;
  return !isHere && element.protocol !== 'javascript:';
}
