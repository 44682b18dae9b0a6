import type { Held } from './held.ts';
import { noAddress, type TrustedPolicy } from './held-script.ts';
import { httpAddress } from './mark.ts';
import type { Placeholder, PlaceholderOptions } from './placeholder.ts';

// `data-src` waits to become `src`, and so on.
const ADDRESSES = ['src', 'srcset', 'href', 'poster'] as const;
const SHOWN = ['IFRAME', 'IMG', 'EMBED', 'VIDEO', 'AUDIO'];

/** A frame, image, plugin, media or style sheet that is not requested. */
export function holdEmbed(element: HTMLElement, policy: TrustedPolicy, asking: PlaceholderOptions): Held {
  let isLoaded = false;
  let isAsking = false;
  let placeholder: Placeholder | undefined;

  function release(): void {
    isAsking = false;
    placeholder?.release();
    placeholder = undefined;
  }

  return {
    element,
    isLoaded: () => isLoaded,
    load() {
      const addresses = readAddresses(element);
      isLoaded = true;
      release();
      for (const [name, value] of addresses) Reflect.set(element, name, vouched(element, value, policy));
    },
    unload() {
      isLoaded = false;
      // A frame that leaves the page lets go of what it showed at once; emptied in its place it would add to the page's history.
      const { parentNode, nextSibling } = element;
      element.remove();
      for (const name of ADDRESSES) if (element.hasAttribute(`data-${name}`)) element.removeAttribute(name);
      parentNode?.insertBefore(element, nextSibling);
      if (element instanceof HTMLMediaElement) element.load();
    },
    async ask() {
      if (isAsking || !isShown(element)) return;
      isAsking = true;
      // A page without frames need not load it.
      const { showPlaceholder } = await import('./placeholder.ts');
      if (isAsking) placeholder ??= showPlaceholder(element, asking);
    },
    release,
  };
}

/** All of them are read before the first is loaded: one that is refused refuses the element. */
function readAddresses(element: Element): readonly (readonly [name: string, value: string])[] {
  return ADDRESSES.flatMap((name) => {
    const value = element.getAttribute(`data-${name}`);
    if (value === null) return [];
    // A list of images with their sizes, which nothing but an image reads.
    const address = name === 'srcset' ? value : httpAddress(value, element.baseURI);
    if (address === undefined) throw noAddress(value);
    return [[name, address] as const];
  });
}

/** A plugin's address is one of a script to Trusted Types. */
function vouched(element: Element, address: string, { trustedScriptUrl }: TrustedPolicy): unknown {
  return element.tagName === 'EMBED' && trustedScriptUrl ? trustedScriptUrl(address) : address;
}

/** Counting pixels have nothing to show, and nothing to ask for. */
function isShown(element: Element): boolean {
  const isPixel = ['width', 'height'].some((side) => /^[01]$/.test(element.getAttribute(side) ?? ''));
  return SHOWN.includes(element.tagName) && !isPixel && !element.hasAttribute('hidden');
}
