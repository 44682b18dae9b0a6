import { type CliIo, type TextSink, wantsColour } from '../io.ts';

/** How text is set off on a terminal; elsewhere it stays as it is. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

/** Node's `styleText` looks at the process's own streams; this looks at the sink that is written to. */
export function createPaint(sink: TextSink, env: CliIo['env']): Paint {
  const isColoured = wantsColour(sink, env);
  const style = (on: number, off: number) => (text: string) => (isColoured ? `\x1b[${on}m${text}\x1b[${off}m` : text);
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), yellow: style(33, 39) };
}
