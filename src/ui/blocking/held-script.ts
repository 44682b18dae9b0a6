import { KindredError } from '../../core/index.ts';
import type { Held } from './held.ts';
import { httpAddress } from './mark.ts';
import type { ScriptRunner } from './script-runner.ts';

/** How a page with Trusted Types lets scripts through: the functions of its own policy. */
export interface TrustedPolicy {
  /** Vouches for the address of a script or plugin: `policy.createScriptURL`. */
  readonly trustedScriptUrl?: (address: string) => unknown;
  /** Vouches for the text of an inline script: `policy.createScript`. */
  readonly trustedScript?: (text: string) => unknown;
}

// What says how the script waits, and not how it runs.
const OF_THE_MARK = /^(data-kindred-.*|data-src|data-type|src|type|nonce)$/;

/** A script that is not run: `<script type="text/plain" data-kindred-purpose=…>`. */
export function holdScript(mark: HTMLScriptElement, runner: ScriptRunner, policy: TrustedPolicy): Held {
  let running: HTMLScriptElement | undefined;
  return {
    element: mark,
    isLoaded: () => running !== undefined,
    load() {
      // Only one made by script runs; the mark stays where it is, for the next time.
      const script = copyOf(mark, policy);
      running = script;
      runner.run(script, mark);
    },
    unload() {
      if (running) runner.cancel(running);
      running = undefined;
    },
  };
}

function copyOf(mark: HTMLScriptElement, { trustedScriptUrl, trustedScript }: TrustedPolicy): HTMLScriptElement {
  const script = mark.ownerDocument.createElement('script');
  for (const { name, value } of mark.attributes) if (!OF_THE_MARK.test(name)) script.setAttribute(name, value);
  const kind = mark.getAttribute('data-type');
  if (kind) script.type = kind;
  // Browsers hide the attribute from styles, and with it from getAttribute.
  if (mark.nonce) script.nonce = mark.nonce;
  script.async = mark.hasAttribute('async');
  const address = mark.getAttribute('data-src') ?? mark.getAttribute('src');
  // `Reflect.set`, as these take what a policy vouches for besides text, which the types do not know.
  if (address === null) {
    const { text } = mark;
    Reflect.set(script, 'text', trustedScript ? trustedScript(text) : text);
  } else {
    const url = httpAddress(address, mark.baseURI);
    if (url === undefined) throw noAddress(address);
    Reflect.set(script, 'src', trustedScriptUrl ? trustedScriptUrl(url) : url);
  }
  return script;
}

export function noAddress(address: string): KindredError {
  const message = `"${address.slice(0, 80)}" is no http address and is not loaded. Correct data-src.`;
  return new KindredError('invalid-options', message, { at: 'data-src' });
}
