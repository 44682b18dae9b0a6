import { STYLE } from '../../replay/report/style.ts';

/** That of all reports, and what plots need: six colours that are told apart in light and dark, and a size for phones. */
export const EVALUATION_STYLE: string = `${STYLE}
:root { --c1: #2f6f6a; --c2: #c05a2b; --c3: #3d5fa8; --c4: #8a6d1f; --c5: #8a3f7d; --c6: #5b6770; }
@media (prefers-color-scheme: dark) {
  :root { --c1: #6fbdb5; --c2: #e8935f; --c3: #8fb0f0; --c4: #d6b75c; --c5: #d58cc8; --c6: #a9b5be; }
}
.plot { margin: .75rem 0 1.25rem; } .plot svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; }
@media (max-width: 48rem) {
  .wide { display: none; } .narrow { display: block; }
  td, th { overflow-wrap: normal; padding-right: 1rem; } td:first-child { white-space: nowrap; }
}
.warning { border-left: .25rem solid var(--c2); padding: .25rem .75rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .9rem; }
dt { font-weight: 600; } dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { .wide { display: block; } .narrow { display: none; } }
`;
