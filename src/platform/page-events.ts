/**
 * Listens at the window, where there is one; returns the undo. Events are caught on their way to the document, before a listener there can stop
 * them.
 */
export function onPageEvents(types: readonly string[], listener: (event: Partial<StorageEvent>) => void): () => void {
  const { window: view }: { window?: Window } = globalThis;
  for (const type of types) view?.addEventListener(type, listener, true);
  return () => {
    for (const type of types) view?.removeEventListener(type, listener, true);
  };
}
