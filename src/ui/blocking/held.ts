/** An element that waits for permission. */
export interface Held {
  readonly element: Element;
  isLoaded(): boolean;
  /** @throws what the page's policies throw, and KindredError `invalid-options` for an address that may not be loaded */
  load(): void;
  /** Ends what was loaded, as far as a page can. */
  unload(): void;
  /** Shows that something waits, where there is something to show. */
  ask?(): void;
  /** Removes what {@link Held.ask} showed. */
  release?(): void;
}
