// @ts-check
import { circle, group, leaf, line, shape, times, within } from './svg.js';
/** @import { Brush } from './svg.js' */

/**
 * Decorates the inside of an outline.
 * @param {Brush} brush
 * @param {string} outline
 * @param {string} colour
 */
export function decorate(brush, outline, colour) {
  const draw = PATTERNS[brush.pattern];
  return draw ? within(outline, draw(brush, colour)) : '';
}

/** Rows of places, every second row moved by half a step. @param {number} step @param {(x: number, y: number, i: number) => string} draw */
function field(step, draw) {
  const side = Math.ceil(320 / step);
  return times(side * side, (i) => {
    const row = Math.floor(i / side);
    const x = -160 + (i % side) * step + (row % 2 ? step / 2 : 0);
    return draw(x, 30 - row * step * 0.8, i);
  });
}

/** @type {Readonly<Record<string, (brush: Brush, colour: string) => string>>} */
const PATTERNS = {
  dots: (_, colour) => field(30, (x, y) => circle(x, y, 7.5, colour, 'opacity=".9"')),
  speckle: ({ random }, colour) =>
    times(90, () => circle(-130 + random() * 260, -random() * 260, 0.8 + random() * 1.6, colour, 'opacity=".55"')),
  stripes: (_, colour) => times(16, (i) => shape(`M${-160 + i * 22} 20v-320h9v320z`, colour, 'opacity=".8"')),
  bands: (_, colour) => times(10, (i) => shape(`M-160 ${-14 - i * 30}h320v-7h-320z`, colour, 'opacity=".8"')),
  gingham: (_, colour) =>
    times(14, (i) => shape(`M${-168 + i * 26} 20v-320h13v320z`, colour, 'opacity=".4"')) +
    times(14, (i) => shape(`M-168 ${10 - i * 26}h336v-13h-336z`, colour, 'opacity=".4"')),
  hearts: (_, colour) => field(38, (x, y) => group(`translate(${x} ${y}) scale(.16)`, heart(colour))),
  stars: (_, colour) => field(36, (x, y) => group(`translate(${x} ${y}) scale(.2)`, star(colour))),
  leaves: (_, colour) =>
    field(40, (x, y, i) => leaf(x, y, 22, 10, i % 2 ? 35 : -35, colour) + leaf(x, y, 18, 8, i % 2 ? -40 : 80, colour)),
  flowers: ({ palette }, colour) => field(42, (x, y, i) => blossom(x, y, i % 3 ? 9 : 12, colour, palette.accent)),
  waves: (_, colour) =>
    times(12, (i) => line(`M-160 ${10 - i * 24}${'q10 -12 20 0t20 0'.repeat(8)}`, colour, 3.2, 'opacity=".75"')),
  brush: ({ random }, colour) => {
    const y = -60 - random() * 30;
    return line(`M-150 ${y}q70 -34 150 -4t150 -22`, colour, 30, 'opacity=".5"');
  },
};

/** @param {number} x @param {number} y @param {number} r @param {string} petals @param {string} middle */
export function blossom(x, y, r, petals, middle) {
  const around = times(5, (i) => {
    const angle = (i * 2 * Math.PI) / 5 - 0.3;
    return circle(x + Math.cos(angle) * r * 0.62, y + Math.sin(angle) * r * 0.62, r * 0.5, petals);
  });
  return around + circle(x, y, r * 0.36, middle);
}

/** A heart around (0, 0), about 100 units tall. @param {string} fill */
export function heart(fill) {
  return shape('M0 52C-70 10 -66 -44 -32 -48C-14 -50 -2 -38 0 -26C2 -38 14 -50 32 -48C66 -44 70 10 0 52z', fill);
}

/** A star around (0, 0), about 100 units tall. @param {string} fill */
export function star(fill) {
  const points = Array.from({ length: 10 }, (_, i) => {
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    const r = i % 2 ? 22 : 52;
    return `${(Math.cos(angle) * r).toFixed(1)} ${(Math.sin(angle) * r).toFixed(1)}`;
  });
  return shape(`M${points.join('L')}z`, fill, 'stroke-linejoin="round"');
}
