// @ts-check
import * as containers from './containers.js';
import * as green from './green.js';
import * as home from './home.js';
import * as light from './light.js';
import { paletteNamed } from './palettes.js';
import * as paper from './paper.js';
import { seededBy } from './seeded-by.js';
import { circle, DEFS, ellipse, group, leaf, line, shape, times } from './svg.js';
import * as vessels from './vessels.js';

/** @import { Brush, Palette } from './svg.js' */

/**
 * How an item looks.
 * @typedef {object} Picture
 * @property {string} kind  what it is: a key of {@link KINDS}
 * @property {string} palette  its colours
 * @property {string} [pattern]  what it is decorated with
 * @property {string} [variant]  which shape of its kind
 */

const { steam: _steam, glint: _glint, ...vesselKinds } = vessels;

/** @type {Readonly<Record<string, (brush: Brush) => string>>} */
export const KINDS = {
  ...vesselKinds,
  ...containers,
  ...paper,
  ...green,
  ...light,
  ...home,
};

/** Kinds that hang on the wall instead of standing on the table. */
const HANGING = new Set(
  'bauble bunting heartHolder heartThing hook lights mirror sign starThing towel umbrella wreath'.split(' '),
);

/**
 * The picture of one item: the object on a table, before a wall with some light on it.
 * @param {string} id  seeds the small differences
 * @param {Picture} picture
 */
export function itemPicture(id, picture) {
  const palette = paletteNamed(picture.palette);
  const random = seededBy(id);
  const setting = SETTINGS[Math.floor(random() * SETTINGS.length)];
  const size = (1.22 + random() * 0.08).toFixed(3);
  const hangs = HANGING.has(picture.kind) || picture.variant === 'hanging';
  return svg(
    400,
    400,
    shape('M0 0h400v400h-400z', palette.wall) +
      (setting?.(palette, random) ?? '') +
      shape('M0 306h400v94h-400z', palette.ground) +
      shape('M0 306h400v5h-400z', '#fff', 'opacity=".25"') +
      (hangs ? '' : ellipse(214, 352, 136, 13, '#1a1020', 'opacity=".2"')) +
      group(`translate(200 ${hangs ? 316 : 350}) scale(${size})`, object(picture, palette, random)),
  );
}

/**
 * A still life for a hero: several objects side by side under a window.
 * @param {string} seed
 * @param {readonly Picture[]} pictures  three or four
 * @param {string} paletteName
 */
export function scene(seed, pictures, paletteName) {
  const palette = paletteNamed(paletteName);
  const random = seededBy(seed);
  const step = 640 / pictures.length;
  const objects = pictures.map((picture, i) => {
    const front = i % 2;
    const size = 1.16 + front * 0.16;
    const x = 150 + step * (i + 0.5);
    const y = 468 + front * 44;
    return {
      front,
      drawn:
        ellipse(x + 14, y + 4, 110 * size, 12, '#1a1020', 'opacity=".2"') +
        group(`translate(${x} ${y}) scale(${size})`, object(picture, paletteNamed(picture.palette), random)),
    };
  });
  const rows = [...objects].sort((a, b) => a.front - b.front).map((one) => one.drawn);
  return svg(
    960,
    640,
    shape('M0 0h960v640h-960z', palette.wall) +
      sunlight(palette) +
      bough(palette) +
      shape('M0 436h960v204h-960z', palette.ground) +
      shape('M0 436h960v6h-960z', '#fff', 'opacity=".25"') +
      rows.join(''),
  );
}

/** @param {Picture} picture @param {Palette} palette @param {() => number} random */
function object({ kind, pattern = '', variant = '' }, palette, random) {
  const draw = KINDS[kind] ?? containers.giftbox;
  return draw({ palette, random, pattern, variant });
}

/** What may be behind an object. @type {((palette: Palette, random: () => number) => string)[]} */
const SETTINGS = [
  (p) => shape('M70 306V180A130 130 0 0 1 330 180V306z', p.glow),
  (p) => circle(200, 190, 142, p.glow),
  (p) => shape('M20 306L150 0H250L120 306z', p.glow) + shape('M190 306L320 0H380L250 306z', p.glow, 'opacity=".7"'),
  (p) => shape('M96 40h208v266h-208z', p.glow) + line('M200 40v266M96 150h208', p.wall, 8),
  (p) => shape('M0 306V120Q110 60 210 130T400 110V306z', p.glow),
  (p, random) => circle(120 + random() * 160, 150, 108, p.glow) + shape('M0 240h400v66h-400z', p.glow, 'opacity=".5"'),
];

/** @param {Palette} palette */
function sunlight({ glow, wall }) {
  return (
    shape('M120 436L330 0H560L350 436z', glow) +
    shape('M420 436L630 0H760L550 436z', glow, 'opacity=".75"') +
    line('M225 218L455 218M525 218L655 218', wall, 10)
  );
}

/** A branch of a linden tree that looks in from the upper right. @param {Palette} palette */
function bough({ deep, main, accent }) {
  const leaves = times(13, (i) =>
    leaf(960 - i * 27, 20 + i * 9 + (i % 3) * 12, 62, 48, 150 + (i % 5) * 22, i % 2 ? deep : main, '#ffffff44'),
  );
  const blossoms = times(
    5,
    (i) =>
      line(`M${900 - i * 54} ${50 + i * 16}v34`, accent, 2) +
      circle(900 - i * 54, 90 + i * 16, 6, accent) +
      circle(891 - i * 54, 84 + i * 16, 5, accent),
  );
  return group('translate(0 -14)', line('M980 0Q800 40 620 150', deep, 7) + leaves + blossoms, 'opacity=".8"');
}

/** @param {number} width @param {number} height @param {string} inside */
function svg(width, height, inside) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${DEFS}${inside}</svg>`;
}
