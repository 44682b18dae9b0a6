/** How the report looks: the fonts of the system, light or dark as the reader's, and ink on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #5c6570; --line: #d9dee3; --paper: #fff; --tile: #f5f7f9; --fill: #2f6f6a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #9aa4ae; --line: #343b43; --paper: #15191d; --tile: #1d2328; --fill: #6fbdb5; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { max-width: 46rem; margin: .5rem 0; }
.soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--tile); border-radius: .5rem; padding: .75rem 1rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0; }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:not(.n) { min-width: 7rem; }
th { font-weight: 600; color: var(--soft); white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { display: block; width: 8rem; height: .6rem; margin-top: .4rem; }
.track { fill: var(--line); } .fill { fill: var(--fill); }
details { margin: .25rem 0 1rem; } summary { cursor: pointer; color: var(--soft); }
code { font-size: .9em; }
@media print { body { max-width: none; } details { display: none; } }
`;
