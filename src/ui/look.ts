// What both layers share. A page themes it by `--kindred-*`, and reaches single parts by `::part()`. Nothing moves and nothing
// fades in, so there is no motion to reduce.
export const LOOK = `
:host{--s:var(--kindred-surface,#fff);--t:var(--kindred-text,#1d1f24);--m:var(--kindred-muted,#565b66);--l:var(--kindred-line,#8a8f9a);--a:var(--kindred-accent,#1f4fa3);--o:var(--kindred-accent-text,#fff);--q:var(--kindred-quiet,#f2f4f7);--r:var(--kindred-radius,.625rem);color-scheme:light}
@media(prefers-color-scheme:dark){:host{--s:var(--kindred-surface,#1c1d21);--t:var(--kindred-text,#eceef2);--m:var(--kindred-muted,#b0b5bf);--l:var(--kindred-line,#7c828e);--a:var(--kindred-accent,#9dbdf7);--o:var(--kindred-accent-text,#10203c);--q:var(--kindred-quiet,#272a30);color-scheme:dark}}
*{box-sizing:border-box}
.root,dialog{font:400 1rem/1.5 var(--kindred-font,inherit);font-family:var(--kindred-font,inherit);color:var(--t);text-align:start;overflow-wrap:anywhere}
h2,h3,p,ul,ol,dl,dd,fieldset{margin:0;padding:0;border:0;min-width:0}
h2{font-size:1.25rem;line-height:1.3}
h2:focus{outline:0}
a{color:var(--a);display:inline-block;min-height:1.5rem}
button,select,input{font:inherit;color:inherit}
button,select,input:not([type=radio],[type=checkbox]){min-height:2.75rem;max-width:100%;padding:.5rem 1rem;border:1px solid var(--l);border-radius:var(--r);background:var(--s)}
button{cursor:pointer;font-weight:600}
button:hover{text-decoration:underline}
.strong{background:var(--a);border-color:var(--a);color:var(--o)}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.note{color:var(--m);font-size:.9375rem}
.pair{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr))}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;
