// What both layers share. Where colours are forced, the browser lays its own background behind letters, so strong ones must be dark on it
// as all others are. A page themes it by `--kindred-*`, and reaches single parts by `::part()`. The system's own colours
// follow light and dark, and forced colours, without being told. Nothing moves, so there is no motion to reduce. Each further size or
// weight of letters is a font that the browser has to look up before it can show anything: there are two of them here.
export const LOOK = `
:host{--s:var(--kindred-surface,Canvas);--t:var(--kindred-text,CanvasText);--l:var(--kindred-line,#808080);--a:var(--kindred-accent,var(--t));color-scheme:var(--kindred-scheme,light dark)}
*{box-sizing:border-box;margin:0}
.root{font-family:var(--kindred-font,inherit);font-size:1rem;line-height:1.5;color:var(--t);text-align:start;overflow-wrap:break-word}
h2{font-size:1rem}
a{color:inherit;display:inline-block}
ul,ol{list-style:none;padding:0}
button,select,input,fieldset,details,.ladder,.alert,dialog{border:1px solid var(--l);border-radius:var(--kindred-radius,.625rem);background:var(--s);color:inherit}
button,select,input{font:inherit;max-width:100%;min-height:2.75rem;padding:.5rem 1rem}
button{font-weight:700;cursor:pointer}
.strong{background:var(--a);border-color:var(--a);color:var(--kindred-accent-text,var(--s))}
@media(forced-colors:active){.strong{color:CanvasText;background:Canvas}}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.pair{display:flex;flex-wrap:wrap;gap:.75rem}
.pair>*{flex:8rem}
`;
