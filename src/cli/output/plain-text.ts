// Controls of a terminal (C0, DEL, C1), and marks that turn the direction of text around.
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text of a file or a model as people may see it: a name must not clear their screen, nor write where it does not stand. */
export function plainText(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(CONTROLS, '');
}
