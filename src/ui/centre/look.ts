// A dialog that is low keeps its buttons in sight only where they are in one row: else nothing would be left to read.
export const CENTRE_LOOK: string = `
h2{font-size:1.25rem;outline:0!important}
h3{font-size:1rem;display:inline}
summary,legend{font-weight:700}
.root{overflow-wrap:anywhere}
dialog{width:52rem;max-width:100%;height:100%;max-height:min(100%,60rem);margin:auto;padding:0}
dialog::backdrop{background:#0008}
.head,.foot,.body,fieldset,details,.alert{min-width:0;padding:1rem min(1.25rem,4vw)}
.head{justify-content:space-between}
.body{overflow:auto;flex:1;border-block:1px solid var(--l)}
.foot{background:var(--s)}
.foot p:not(:empty){padding-bottom:.75rem}
.body,fieldset,.stack,ul,ol,details[open]{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;align-content:start}
legend{float:inline-start;padding:0}
.ladder{overflow:hidden;align-self:start}
label,.row,.head{display:flex;gap:.75rem;align-items:center}
.ladder label{padding:.625rem 1rem}
.ladder label+label{border-top:1px solid var(--l)}
.ladder label:has(:checked){border-inline-start:.25rem solid var(--a);padding-inline-start:.75rem}
[type=radio],[type=checkbox]{flex:none;width:1.5rem;min-height:1.5rem;accent-color:var(--a)}
small,.note{display:block;opacity:.8}
li ul{gap:0}
.row,form label{flex-wrap:wrap}
.row>:is(span,bdi){flex:10rem}
.row .row{flex:100%}
.small{padding:0;width:2.75rem}
.alert{border-inline-start-width:.25rem}
@media(min-width:46rem){fieldset{grid-template-columns:1fr 1.1fr}fieldset>:is(details,.row,legend){grid-column:1/-1}}
@media(min-height:32rem){dialog[open]{display:flex;flex-direction:column}}
@media(max-height:32rem)and (min-width:30rem){.foot{position:sticky;bottom:0;border-top:1px solid var(--l)}}
`;
