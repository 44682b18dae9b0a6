// @ts-check
/**
 * The pencil: a few functions that write SVG. Objects are drawn upwards from their foot at (0, 0), about 200 units tall, with
 * the light coming from the upper left.
 */

/** @typedef {{ readonly wall: string, readonly glow: string, readonly ground: string, readonly main: string, readonly deep: string, readonly pale: string, readonly accent: string }} Palette */
/** @typedef {'round' | 'flat' | 'glass'} Shade */
/** @typedef {{ palette: Palette, random: () => number, pattern: string, variant: string }} Brush */

/** Gradients that every picture shares: they turn a flat colour into a lit body. */
export const DEFS =
  '<defs>' +
  gradient('round', [
    [0, '#fff', 0.1],
    [0.22, '#fff', 0.3],
    [0.45, '#fff', 0],
    [0.7, '#000', 0.06],
    [1, '#1a1020', 0.32],
  ]) +
  gradient('flat', [
    [0, '#fff', 0.14],
    [0.5, '#fff', 0],
    [1, '#1a1020', 0.14],
  ]) +
  gradient('glass', [
    [0, '#fff', 0.5],
    [0.12, '#fff', 0.1],
    [0.2, '#fff', 0.55],
    [0.27, '#fff', 0.08],
    [0.85, '#fff', 0.05],
    [1, '#fff', 0.4],
  ]) +
  '<radialGradient id="halo"><stop offset="0" stop-color="#fff3c4" stop-opacity=".95"/><stop offset=".4" stop-color="#ffe09a" stop-opacity=".45"/><stop offset="1" stop-color="#ffd88a" stop-opacity="0"/></radialGradient>' +
  '</defs>';

/**
 * @param {string} id
 * @param {[offset: number, colour: string, opacity: number][]} stops
 */
function gradient(id, stops) {
  const inside = stops.map(([at, colour, opacity]) => {
    return `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
  });
  return `<linearGradient id="${id}">${inside.join('')}</linearGradient>`;
}

/**
 * An outline filled with a colour.
 * @param {string} d
 * @param {string} fill
 * @param {string} [more] further attributes
 */
export function shape(d, fill, more = '') {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

/**
 * A body: an outline filled with a colour, and the same outline again with light and shade.
 * @param {string} d
 * @param {string} fill
 * @param {Shade} [shade]
 */
export function body(d, fill, shade = 'round') {
  return shape(d, fill) + shape(d, `url(#${shade})`);
}

/**
 * @param {string} d
 * @param {string} stroke
 * @param {number} width
 * @param {string} [more]
 */
export function line(d, stroke, width, more = '') {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

/** @param {number} x @param {number} y @param {number} rx @param {number} ry @param {string} fill @param {string} [more] */
export function ellipse(x, y, rx, ry, fill, more = '') {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
}

/** @param {number} x @param {number} y @param {number} r @param {string} fill @param {string} [more] */
export function circle(x, y, r, fill, more = '') {
  return ellipse(x, y, r, r, fill, more);
}

/**
 * The outline of a box whose corner (x, y) is the upper left one.
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [r] radius of the corners
 */
export function box(x, y, width, height, r = 0) {
  const [w, h] = [width - 2 * r, height - 2 * r];
  return `M${n(x + r)} ${n(y)}h${n(w)}q${r} 0 ${r} ${r}v${n(h)}q0 ${r} ${-r} ${r}h${n(-w)}q${-r} 0 ${-r} ${-r}v${n(-h)}q0 ${-r} ${r} ${-r}z`;
}

/**
 * The outline of a vessel turned on a wheel: half-widths from the foot up, joined by soft curves.
 * @param {[y: number, halfWidth: number][]} profile
 */
export function turned(profile) {
  const right = profile.map(([y, w]) => [w, y]);
  const left = [...profile].reverse().map(([y, w]) => [-w, y]);
  return `M${soft(right)}L${soft(left)}z`;
}

/** @param {number[][]} points */
function soft(points) {
  let d = points[0]?.map(n).join(' ') ?? '';
  for (let i = 1; i < points.length; i++) {
    const [x0 = 0, y0 = 0] = points[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = points[i] ?? [];
    const mid = (y0 + y1) / 2;
    d += `C${n(x0)} ${n(mid)} ${n(x1)} ${n(mid)} ${n(x1)} ${n(y1)}`;
  }
  return d;
}

/**
 * A leaf that starts at (x, y) and grows in the direction `angle` (degrees; 0 is up, 90 to the right).
 * @param {number} x @param {number} y @param {number} length @param {number} width @param {number} angle
 * @param {string} fill @param {string} [vein]
 */
export function leaf(x, y, length, width, angle, fill, vein) {
  const half = width / 2;
  const outline = `M0 0C${-half} ${n(-length * 0.25)} ${-half} ${n(-length * 0.7)} 0 ${-length}C${half} ${n(-length * 0.7)} ${half} ${n(-length * 0.25)} 0 0z`;
  const shadow = `M0 0C${half} ${n(-length * 0.25)} ${half} ${n(-length * 0.7)} 0 ${-length}z`;
  const middle = vein ? line(`M0 0L0 ${n(-length * 0.9)}`, vein, 1.4) : '';
  return group(
    `translate(${n(x)} ${n(y)}) rotate(${n(angle)})`,
    shape(outline, fill) + shape(shadow, '#000', 'opacity=".1"') + middle,
  );
}

/** @param {string} transform @param {string} inside @param {string} [more] */
export function group(transform, inside, more = '') {
  return `<g transform="${transform}" ${more}>${inside}</g>`;
}

/**
 * Draws only what falls inside an outline.
 * @param {string} d
 * @param {string} inside
 */
export function within(d, inside) {
  const id = `c${checksum(d)}`;
  return `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${inside}</g>`;
}

/** @param {string} text */
function checksum(text) {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) >>> 0;
  return sum.toString(36);
}

/** A short number. @param {number} value */
export function n(value) {
  return String(Math.round(value * 10) / 10);
}

/** @param {number} count @param {(i: number) => string} draw */
export function times(count, draw) {
  return Array.from({ length: count }, (_, i) => draw(i)).join('');
}
