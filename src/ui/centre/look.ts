import { LOOK } from '../look.ts';

export const CENTRE_LOOK: string = `${LOOK}
h2{font-size:1.25rem}
h3{font-size:1rem;display:inline}
summary,b,legend{font-weight:700}
.root{overflow-wrap:anywhere}
dialog{width:52rem;max-width:100%;height:100%;max-height:min(100%,60rem);margin:auto;padding:0}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:#0008}
.head,.foot,.body,fieldset,details,.alert{min-width:0;padding:1rem 1.25rem}
.head{display:flex;justify-content:space-between;align-items:center}
.body{overflow:auto;flex:1;border-block:1px solid var(--l)}
.body,fieldset,.stack,ul,ol,details[open]{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;align-content:start}
legend{float:inline-start;padding:0}
.ladder{overflow:hidden;align-self:start}
label{display:flex;gap:.75rem;align-items:center}
.ladder label{padding:.625rem .75rem;border-inline-start:.25rem solid transparent}
.ladder label+label{border-top:1px solid var(--l)}
.ladder label:has(:checked){border-inline-start-color:var(--a)}
[type=radio],[type=checkbox]{flex:none;width:1.5rem;min-height:1.5rem;accent-color:var(--a)}
small{display:block;opacity:.8}
summary{min-height:1.5rem}
li{border:0}
li ul{gap:0}
.row{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center}
.row>span,.row>bdi{flex:1 1 12rem}
.small{padding:0;width:2.75rem}
.alert{border-inline-start-width:.25rem}
@media(min-width:46rem){fieldset{grid-template-columns:1fr 1.1fr}fieldset>:is(details,.row,legend){grid-column:1/-1}}
@media(max-height:32rem){dialog[open]{display:block}}
`;
