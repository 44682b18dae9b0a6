// Runs in the page before everything else, and notes when the button that accepts can be clicked, and when it is opaque: in
// milliseconds after the first statement of the page's script.
(() => {
  const times = {};
  window.bannerTimes = times;

  function note(what, now) {
    if (times[what] !== undefined) return;
    times[what] = now;
    performance.mark(what);
  }

  const button = () =>
    document.querySelector('kindred-banner')?.shadowRoot?.querySelector('[data-do=accept]') ??
    document.querySelector('#cc-main [data-role=all]');

  const parentOf = (element) => element.parentElement ?? element.getRootNode().host;

  const opacityOf = (element) =>
    element ? Number(getComputedStyle(element).opacity) * opacityOf(parentOf(element)) : 1;

  function isHit(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const point = [left + width / 2, top + height / 2];
    let hit = document.elementFromPoint(...point);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(...point);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return width > 0 && (hit === element || element.contains(hit));
  }

  function look() {
    const found = window.scriptStart !== undefined && button();
    if (!found || !isHit(found)) return;
    const now = performance.now() - window.scriptStart;
    note('clickable', now);
    if (opacityOf(found) >= 0.99) note('opaque', now);
  }

  // At once after each change of the page, and in each frame while something fades in.
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  const everyFrame = () => {
    look();
    if (times.opaque === undefined) requestAnimationFrame(everyFrame);
  };
  everyFrame();
})();
