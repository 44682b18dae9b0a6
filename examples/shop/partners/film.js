// @ts-check
import { html } from '../pages/html.js';
import { itemPicture } from '../pictures/draw.js';

/** The film, which is what pages of the shops show in a frame. */
export function filmPage() {
  return html`<!doctype html>
<html lang="en" data-film>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>About to boil, a film by Kettle Films</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/partners.css"></head>
<body class="film"><img src="/kettle-films/kettle.svg" alt="A kettle from which steam rises, and rises, and rises"></body>
</html>`;
}

/** A kettle with steam that moves, unless motion is unwanted. */
export function boilingKettle() {
  const steam = [150, 176, 200]
    .map((x, i) => `<circle class="steam s${i}" cx="${x}" cy="150" r="${16 + 4 * i}" fill="#fff" opacity="0"></circle>`)
    .join('');
  const style =
    '<style>@media (prefers-reduced-motion:no-preference){.steam{animation:rise 3.4s ease-out infinite}.s1{animation-delay:1.1s}.s2{animation-delay:2.2s}}@keyframes rise{0%{opacity:0;transform:translateY(0)}25%{opacity:.75}to{opacity:0;transform:translateY(-130px) scale(1.6)}}</style>';
  return itemPicture('about-to-boil', { kind: 'teapot', palette: 'night' }).replace('</svg>', `${style}${steam}</svg>`);
}
