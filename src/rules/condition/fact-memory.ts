import { type CompileFact, compileRead } from './compile.ts';
import type { Evaluate } from './context.ts';

/** Facts that many conditions read, each looked up once. */
export interface FactMemory {
  /** For `compileWith`: conditions that are compiled with the same one share what they read. */
  readonly compileFact: CompileFact;
  /** To be called before the facts are others, or have changed. */
  forget(): void;
}

/** A place for each fact that is read. Looking a fact up costs more than all else that a comparison does. */
export function createFactMemory(): FactMemory {
  const readers = new Map<string, Evaluate>();
  let turn = 0;
  const remember = (read: Evaluate): Evaluate => {
    let value: unknown;
    let readIn = -1;
    return (facts, context) => {
      if (readIn !== turn) {
        value = read(facts, context);
        readIn = turn;
      }
      return value;
    };
  };
  return {
    compileFact(node) {
      const key = JSON.stringify([node.path, node.fallback, node.guard]);
      const reader = readers.get(key) ?? remember(compileRead(node));
      readers.set(key, reader);
      return reader;
    },
    forget() {
      turn++;
    },
  };
}
