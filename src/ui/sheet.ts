const sheets = /* @__PURE__ */ new Map<string, CSSStyleSheet>();

/** Styles a shadow root. A constructed sheet passes every content security policy, and all elements share one. */
export function adopt(root: ShadowRoot, css: string): void {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  root.adoptedStyleSheets = [sheet];
}
