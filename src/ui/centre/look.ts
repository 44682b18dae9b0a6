import { LOOK } from '../look.ts';

export const CENTRE_LOOK: string = `${LOOK}
dialog{width:min(100%,52rem);max-width:100%;height:100%;max-height:min(100%,60rem);margin:auto;padding:0;border:1px solid var(--l);border-radius:var(--r);background:var(--s);overflow:hidden}
dialog::backdrop{background:#0008}
.frame{display:flex;flex-direction:column;height:100%}
header,footer,.body{padding:1rem 1.5rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;border-bottom:1px solid var(--l)}
footer{display:grid;gap:.5rem;border-top:1px solid var(--l)}
.body{overflow:auto;flex:1;display:grid;gap:1.5rem;align-content:start}
fieldset,.body>details{border:1px solid var(--l);border-radius:var(--r);padding:1rem 1.25rem}
fieldset{display:grid;gap:.75rem 2rem}
legend{float:inline-start;width:100%;padding:0;font-weight:600;font-size:1.0625rem}
.about,.stack,details[open]{display:grid;gap:.75rem;align-content:start}
.ladder{border:1px solid var(--l);border-radius:var(--r);overflow:hidden;align-self:start}
.ladder label{display:flex;gap:.75rem;padding:.625rem .875rem;cursor:pointer}
.ladder label+label{border-top:1px solid var(--l)}
.ladder label:has(:checked){background:var(--q);box-shadow:inset .25rem 0 var(--a)}
input:is([type=radio],[type=checkbox]){flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:var(--a)}
small{display:block;color:var(--m);font-size:.875rem}
summary{cursor:pointer;min-height:1.5rem;font-weight:600}
summary h3{display:inline}
h3{font-size:1rem}
ul,ol{list-style:none;display:grid;gap:.5rem}
li ul{gap:0;color:var(--m);font-size:.9375rem}
.row{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;justify-content:space-between}
.row>span,.row>bdi{flex:1 1 12rem}
.tag{display:inline-flex;gap:.5rem;align-items:center}
.small{min-width:2.75rem;padding:.25rem}
.alert{border-inline-start:.25rem solid var(--a);background:var(--q);padding:.75rem 1rem}
@media(min-width:46rem){fieldset{grid-template-columns:1fr 1.1fr}fieldset>:is(details,.row,legend){grid-column:1/-1}}
@media(max-height:32rem){.frame{display:block;overflow:auto}.body{overflow:visible}}
`;
