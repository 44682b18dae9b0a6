/** The window in which `__gpp` lives, as far as it is needed: a browser's `window` fits. */
export interface GppTarget {
  __gpp?: unknown;
  readonly document?: GppDocument;
  addEventListener(type: 'message', listener: (event: GppMessage) => void): void;
  removeEventListener(type: 'message', listener: (event: GppMessage) => void): void;
}

/** A message from another frame. */
export interface GppMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: { postMessage(message: unknown, origin: string): void } | null;
}

/** The part of a document that the locator frame needs. */
export interface GppDocument {
  readonly head: GppElement;
  createElement(tag: 'iframe'): GppFrame;
  getElementsByName(name: string): { readonly length: number };
}

/** Takes the frame. */
export interface GppElement {
  appendChild(node: GppNode): unknown;
}

/** A node of the document. */
export interface GppNode {
  readonly nodeType: number;
}

/** An `iframe`. */
export interface GppFrame extends GppNode {
  name: string;
  remove(): void;
}
