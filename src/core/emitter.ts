/** Tells listeners of values, in the order in which they subscribed. */
export interface Emitter<Value> {
  emit(value: Value): void;
  /** Subscribes; returns the unsubscribe. */
  on(listener: (value: Value) => void): () => void;
}

/** A listener that throws is reported and skipped; the others still run. */
export function createEmitter<Value>(report: (error: unknown) => void): Emitter<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    emit(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          report(error);
        }
      }
    },
    on(listener) {
      // Wrapped, so that the same function can subscribe twice and each unsubscribe ends its own.
      const own = (value: Value) => listener(value);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
