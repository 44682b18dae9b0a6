/** A dialogue, in the little that matters to a rule. */
export interface Fixture {
  readonly accept?: string;
  readonly refuse?: string;
  readonly settings?: string;
  /** Further content of the dialogue. */
  readonly more?: string;
  /** The frame's own attributes. */
  readonly frame?: string;
  readonly text?: string;
}

const BUTTON = 'font: 400 16px sans-serif; padding: 10px 16px; border: 1px solid #222; background: #222; color: #fff;';

export const ACCEPT = `<button style="${BUTTON}">Accept all</button>`;
export const REFUSE = `<button style="${BUTTON}">Refuse all</button>`;
const SETTINGS = `<button style="${BUTTON}">Settings</button>`;

/** A button like the others, but for what is said. */
export function button(label: string, style = '', attributes = ''): string {
  return `<button style="${BUTTON}${style}" ${attributes}>${label}</button>`;
}

/** A dialogue in which nothing is unfair, but for what is said. */
export function dialogue({
  accept = ACCEPT,
  refuse = REFUSE,
  settings = SETTINGS,
  more = '',
  frame,
  text,
}: Fixture): string {
  const at = frame ?? 'style="position: fixed; inset: auto 0 0 0; padding: 16px; background: #fff; color: #222"';
  return `<div role="dialog" aria-label="Cookies" ${at}>
    <p>${text ?? 'We would like to use cookies. You decide.'}</p>${more}${accept}${refuse}${settings}</div>`;
}

/** Puts HTML of a test into the page; scripts in it do not run. */
export function show(html: string): void {
  document.body.innerHTML = html;
}
