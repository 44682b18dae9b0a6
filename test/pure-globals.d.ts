// The globals that every browser, worker, edge and Node share, in the little that pure folders need of them. A pure folder
// may name these and nothing else of the world around it; test/tsconfig.pure.json compiles them against this file.

interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };

interface TextDecoder {
  decode(input?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare const TextDecoder: { new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder };

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
declare const AbortController: { new (): AbortController };

interface URLSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  toString(): string;
}
interface URL {
  readonly hash: string;
  readonly host: string;
  readonly hostname: string;
  readonly href: string;
  readonly origin: string;
  readonly pathname: string;
  readonly port: string;
  readonly protocol: string;
  readonly search: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
}
declare const URL: { new (url: string, base?: string | URL): URL; canParse(url: string, base?: string): boolean };

declare function structuredClone<Value>(value: Value): Value;
declare function queueMicrotask(callback: () => void): void;

// The little of WebAssembly that the kernels of `recommend` need; where it is missing they do without.
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Memory {
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Module: { new (bytes: BufferSource): Module };
  const Memory: { new (descriptor: { initial: number; maximum?: number; shared?: boolean }): Memory };
  const Instance: { new (module: Module, imports: Record<string, Record<string, Memory>>): Instance };
  function compile(bytes: BufferSource): Promise<Module>;
}
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
