import { button } from '../button.ts';

/** A small button with a sign; its name is for those who do not see the sign. */
export function signButton(does: string, label: string, of?: string): HTMLElement {
  return button(does, '✕', { class: 'small', 'aria-label': label, 'data-of': of });
}
