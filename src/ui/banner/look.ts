// On a small screen with large letters the text is scrolled, and yes and no stay in sight. Purposes are boxes in a row: as parts of one line,
// each with a direction of its own, they took the browser longer than all else that it lays out here.
export const BANNER_LOOK: string = `
section{position:fixed;inset:auto 0 0;z-index:var(--kindred-layer,2147483000);max-height:100%;overflow:auto;background:var(--s);border-top:1px solid var(--l);padding:1rem max(1rem,50% - 30rem)}
section>*+*{margin-top:.75rem}
ul,li{display:flex;gap:0 .25em;overflow-wrap:anywhere}
ul{flex-wrap:wrap;gap:0 1em}
li::before{content:'•'}
.pair{position:sticky;bottom:-1rem;margin-bottom:-1rem;padding:.5rem 0 1rem;background:var(--s)}
.unseen{position:fixed;clip-path:inset(50%)}
`;
