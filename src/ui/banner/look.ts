import { LOOK } from '../look.ts';

export const BANNER_LOOK: string = `${LOOK}
.banner{position:fixed;inset:auto 0 0;z-index:var(--kindred-layer,2147483000);max-height:100%;overflow:auto;background:var(--s);border-top:1px solid var(--l);padding:1.25rem max(1rem,50% - 30rem);display:grid;gap:.75rem;box-shadow:0 0 2rem #0003}
.about{display:flex;flex-wrap:wrap;gap:.375rem .5rem;list-style:none}
.about li{background:var(--q);border-radius:var(--r);padding:.125rem .625rem;font-size:.9375rem}
`;
