/** Inserts scripts in the order in which they are given, as a parser would run them. */
export interface ScriptRunner {
  /** Inserts the script after its mark: at once, or when those before it have run. */
  run(script: HTMLScriptElement, mark: Element): void;
  /** Removes the script; one that is still loading will not run. */
  cancel(script: HTMLScriptElement): void;
}

/**
 * External scripts that are not `async` keep their order by `async = false` (HTML, 4.12.1: "list of scripts that will execute in
 * order"). Inline scripts would run at once when inserted, so they wait here for those before them; not for `defer`, as in a page.
 */
export function createScriptRunner(): ScriptRunner {
  let waiting: { readonly script: HTMLScriptElement; readonly mark: Element }[] = [];
  const loading = new Set<HTMLScriptElement>();

  function settle(script: HTMLScriptElement): void {
    if (loading.delete(script)) advance();
  }

  function advance(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const { script, mark } = next;
      const isExternal = script.hasAttribute('src');
      if (!isExternal && loading.size > 0) return;
      waiting.shift();
      if (!mark.isConnected) continue;
      if (isExternal && !script.defer) follow(script);
      mark.after(script);
    }
  }

  function follow(script: HTMLScriptElement): void {
    loading.add(script);
    for (const end of ['load', 'error']) script.addEventListener(end, () => settle(script), { once: true });
  }

  return {
    run(script, mark) {
      if (script.async) return mark.after(script);
      waiting.push({ script, mark });
      advance();
    },
    cancel(script) {
      waiting = waiting.filter((each) => each.script !== script);
      // A script that was removed while it loads would still run; in another document it does not.
      script.ownerDocument.implementation.createHTMLDocument('').adoptNode(script);
      // Those behind it may be cancelled in the same breath.
      queueMicrotask(() => settle(script));
    },
  };
}
