// @ts-check
import { blossom, decorate } from './patterns.js';
import { body, box, circle, ellipse, group, leaf, line, shape, times, turned } from './svg.js';
import { glint } from './vessels.js';

/** @import { Brush } from './svg.js' */

const LEAF = ['#3f6b4a', '#5c8a58', '#7da56b', '#2f5540'];

/** A plant in its pot. @param {Brush} brush */
export function plant(brush) {
  const { main, pale, deep } = brush.palette;
  const pot = 'M-56 -80L-44 -6Q-43 0 -36 0H36Q43 0 44 -6L56 -80z';
  const foliage = PLANTS[brush.variant] ?? PLANTS.bush;
  return (
    (foliage?.(brush) ?? '') +
    body(pot, main) +
    decorate(brush, pot, pale) +
    body(box(-62, -94, 124, 20, 4), main) +
    shape('M-60 -76h120v5h-120z', deep, 'opacity=".3"') +
    glint(-38, -44) +
    (brush.variant === 'trailing' ? trails() : '')
  );
}

/** @type {Readonly<Record<string, (brush: Brush) => string>>} */
const PLANTS = {
  bush: ({ random }) =>
    times(15, (i) =>
      leaf(-8 + random() * 16, -86, 80 + random() * 42, 32, -84 + i * 12, LEAF[i % 3] ?? '', '#ffffff55'),
    ),
  big: () =>
    stems(
      [
        [-62, -150, -40],
        [-18, -190, -12],
        [40, -172, 24],
        [74, -118, 58],
        [-84, -104, -66],
      ],
      (x, y, angle) => splitLeaf(x, y, angle),
    ),
  fern: () => times(9, (i) => frond(-72 + i * 18)),
  tall: () =>
    times(7, (i) => leaf(-24 + i * 8, -84, 104 + ((i * 37) % 52), 22, -22 + i * 7.4, LEAF[i % 4] ?? '', '#cfe0a8')),
  succulent: () =>
    times(11, (i) => leaf(0, -84, 62, 30, -85 + i * 17, LEAF[(i + 1) % 3] ?? '')) +
    times(7, (i) => leaf(0, -88, 42, 24, -66 + i * 22, '#9cc08a')),
  herb: () => times(7, (i) => sprig(-40 + i * 13.4, -84, -20 + i * 6.6, 74 + ((i * 29) % 34))),
  lavender: () => times(9, (i) => spike(-36 + i * 9, -84, -24 + i * 6)),
  trailing: () => times(9, (i) => leaf(-32 + i * 8, -88, 36, 24, -60 + i * 15, LEAF[i % 3] ?? '')),
  bloom: ({ palette }) =>
    times(5, (i) => {
      const [x, y] = [-48 + i * 24, -150 - ((i * 41) % 44)];
      return (
        line(`M${-16 + i * 8} -84Q${-24 + i * 12} -120 ${x} ${y}`, '#5c8a58', 4) +
        leaf(-12 + i * 6, -96, 44, 16, -50 + i * 25, LEAF[i % 2] ?? '') +
        blossom(x, y, 22, palette.accent, '#fff3d8')
      );
    }),
};

/** @param {[x: number, y: number, angle: number][]} ends @param {(x: number, y: number, angle: number) => string} tip */
function stems(ends, tip) {
  return ends
    .map(([x, y, angle]) => line(`M0 -80Q${x * 0.3} ${y * 0.8} ${x} ${y}`, '#4a7350', 4) + tip(x, y, angle))
    .join('');
}

/** @param {number} x @param {number} y @param {number} angle */
function splitLeaf(x, y, angle) {
  const cuts = times(3, (i) =>
    line(`M${8} ${-4 - i * 15}L34 ${-14 - i * 15}M-8 ${-4 - i * 15}L-34 ${-14 - i * 15}`, '#d9dfc8', 4),
  );
  return group(
    `translate(${x} ${y}) rotate(${angle})`,
    shape('M0 16C-46 22 -50 -40 0 -62C50 -40 46 22 0 16z', LEAF[0] ?? '') +
      shape('M0 16C46 22 50 -40 0 -62z', '#000', 'opacity=".12"') +
      cuts +
      line('M0 16V-52', '#9cc08a', 2),
  );
}

/** @param {number} angle */
function frond(angle) {
  const pairs = times(
    9,
    (i) =>
      leaf(0, -10 - i * 12, 24 - i * 1.8, 9, -62, LEAF[1] ?? '') +
      leaf(0, -10 - i * 12, 24 - i * 1.8, 9, 62, LEAF[2] ?? ''),
  );
  return group(`translate(0 -84) rotate(${angle})`, line('M0 0V-122', LEAF[0] ?? '', 3) + pairs);
}

/** @param {number} x @param {number} y @param {number} angle @param {number} length */
function sprig(x, y, angle, length) {
  const count = Math.floor(length / 14);
  return group(
    `translate(${x} ${y}) rotate(${angle})`,
    line(`M0 0V${-length}`, '#5c8a58', 3) +
      times(count, (i) => leaf(0, -10 - i * 14, 22, 13, i % 2 ? 60 : -60, LEAF[i % 3] ?? '')) +
      leaf(0, -length + 4, 20, 12, 0, '#7da56b'),
  );
}

/** @param {number} x @param {number} y @param {number} angle */
function spike(x, y, angle) {
  return group(
    `translate(${x} ${y}) rotate(${angle})`,
    line('M0 0V-66', '#7da56b', 2.5) +
      leaf(0, -14, 30, 7, -24, '#86a58c') +
      times(6, (i) => circle(i % 2 ? 4 : -4, -64 - i * 8, 5.4, i % 2 ? '#8d79b8' : '#a795cf')) +
      circle(0, -114, 4, '#b9abda'),
  );
}

function trails() {
  return times(5, (i) => {
    const x = -46 + i * 23;
    const drop = 50 + ((i * 31) % 34);
    return (
      line(`M${x} -88q${-8 + i * 4} ${drop / 2} ${-10 + i * 5} ${drop}`, '#5c8a58', 2.5) +
      times(4, (k) =>
        leaf(x + ((-10 + i * 5) * k) / 4, -84 + (drop * k) / 4 + 10, 17, 13, k % 2 ? 100 : -100, LEAF[k % 3] ?? ''),
      )
    );
  });
}

/** @param {Brush} brush */
export function seeds(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const packet = box(-62, -176, 124, 176, 3);
  const drawing =
    brush.variant === 'bean'
      ? times(3, (i) => leaf(-26 + i * 26, -54, 84, 18, -8 + i * 8, i % 2 ? '#5c8a58' : '#7da56b')) +
        line('M-40 -128q40 -20 76 0', '#3f6b4a', 3)
      : times(
          3,
          (i) =>
            line(`M0 -46Q${-24 + i * 24} -80 ${-30 + i * 30} ${-100 - (i % 2) * 18}`, '#5c8a58', 4) +
            blossom(-30 + i * 30, -104 - (i % 2) * 18, 19, accent, deep),
        );
  return (
    body(packet, pale, 'flat') +
    shape('M-62 -176h124v30h-124z', main) +
    line('M-34 -161h68', pale, 5) +
    drawing +
    shape('M-62 -36h124v36h-124z', main) +
    line('M-38 -22h76M-38 -12h48', pale, 3) +
    line('M-62 -170h124', deep, 1.5, 'stroke-dasharray="3 5" opacity=".6"')
  );
}

/** @param {Brush} brush */
export function wateringCan({ palette }) {
  const { main, deep, accent } = palette;
  const can = turned([
    [0, 62],
    [-6, 66],
    [-96, 56],
    [-104, 52],
  ]);
  return (
    line('M52 -30L120 -128', main, 14) +
    line('M54 -38L116 -128', '#fff', 3, 'opacity=".3"') +
    body('M100 -132L138 -116L146 -132L112 -152z', main, 'flat') +
    line('M-40 -100C-60 -190 40 -190 36 -100', deep, 9) +
    line('M-60 -84C-122 -80 -112 -18 -62 -22', deep, 9) +
    body(can, main) +
    ellipse(0, -104, 52, 8, deep) +
    shape('M-62 -40Q0 -28 64 -40v6Q0 -22 -62 -34z', accent, 'opacity=".9"') +
    glint(-40, -66)
  );
}

/** @param {Brush} brush */
export function gardenTools({ palette }) {
  const { main, deep, accent } = palette;
  const handle = body(box(-10, -86, 20, 86, 9), '#c08d5a') + shape('M-10 -24h20v8h-20z', accent);
  return (
    group(
      'translate(-52 0) rotate(-7)',
      handle + line('M0 -86v-24', deep, 7) + body('M-26 -104Q-28 -168 0 -190Q28 -168 26 -104Q0 -118 -26 -104z', main),
    ) +
    group(
      'translate(52 0) rotate(7)',
      handle + line('M0 -86v-34', deep, 7) + line('M-24 -182v36q0 22 24 24q24 -2 24 -24v-36M0 -186v60', main, 8),
    )
  );
}

/** @param {Brush} brush */
export function secateurs({ palette }) {
  const { main, deep, accent } = palette;
  return (
    body('M-8 -96C-44 -60 -64 -30 -60 -4Q-50 6 -42 -4C-40 -34 -22 -60 8 -84z', main) +
    body('M8 -96C44 -60 64 -30 60 -4Q50 6 42 -4C40 -34 22 -60 -8 -84z', main) +
    body('M-12 -92C-40 -130 -36 -172 -12 -196C0 -160 12 -120 12 -92z', '#b7bfc2', 'flat') +
    shape('M12 -92C34 -110 40 -140 26 -160C16 -140 0 -120 -6 -100z', '#8e979b') +
    circle(0, -94, 12, deep) +
    circle(0, -94, 5, accent) +
    leaf(52, -140, 56, 24, 38, '#5c8a58', '#cfe0a8') +
    leaf(46, -146, 40, 18, -6, '#7da56b')
  );
}

/** A bulb in a glass. @param {Brush} brush */
export function bulbGlass({ palette }) {
  const glass = turned([
    [0, 44],
    [-8, 50],
    [-54, 46],
    [-84, 24],
    [-110, 40],
  ]);
  const roots = times(7, (i) =>
    line(`M${-12 + i * 4} -86Q${-30 + i * 10} -50 ${-24 + i * 8} -18`, '#fff', 1.6, 'opacity=".9"'),
  );
  return (
    shape(glass, '#fff', 'opacity=".45"') +
    shape(
      turned([
        [-4, 44],
        [-10, 48],
        [-54, 44],
        [-76, 26],
      ]),
      palette.main,
      'opacity=".45"',
    ) +
    roots +
    shape(glass, 'url(#glass)') +
    body('M-30 -106q-12 -38 30 -50q42 12 30 50q-30 14 -60 0z', '#a8754d') +
    times(3, (i) => leaf(-6 + i * 6, -150, 64, 16, -26 + i * 26, LEAF[i] ?? '')) +
    times(9, (i) => blossom(-10 + (i % 3) * 10, -178 - Math.floor(i / 3) * 13, 9, palette.accent, palette.pale))
  );
}

/** A bird house. @param {Brush} brush */
export function birdhouse(brush) {
  const { main, deep, accent, pale } = brush.palette;
  const wall = 'M-58 0V-104L0 -150L58 -104V0z';
  return (
    body(wall, main, 'flat') +
    decorate(brush, wall, pale) +
    body('M-80 -96L0 -172L80 -96L66 -84L0 -146L-66 -84z', deep, 'flat') +
    circle(0, -78, 22, '#2b2320') +
    line('M0 -42v12', '#8a6a44', 7) +
    group(
      'translate(4 -48) scale(.62)',
      shape('M-38 0C-20 -36 26 -34 34 0C38 24 4 34 -12 24L-58 34z', accent) +
        circle(22, -12, 3.4, '#2b2320') +
        shape('M36 -8l16 4l-15 7z', '#d99a32'),
    )
  );
}

/** A wreath of leaves. @param {Brush} brush */
export function wreath({ palette }) {
  const ring = times(30, (i) => {
    const a = (i * 12 * Math.PI) / 180;
    return leaf(Math.cos(a) * 70, -104 + Math.sin(a) * 70, 40, 17, i * 12 + (i % 2 ? 130 : 220), LEAF[i % 4] ?? '');
  });
  const berries = times(10, (i) =>
    circle(Math.cos(i * 0.63) * 70, -104 + Math.sin(i * 0.63) * 70, 7, i % 2 ? palette.accent : palette.main),
  );
  return (
    ring +
    berries +
    body('M0 -30C-40 -60 -70 -24 -44 -14Q-20 -10 0 -30C40 -60 70 -24 44 -14Q20 -10 0 -30z', palette.accent) +
    shape('M-4 -28l-20 34h14l12 -30zM4 -28l20 34h-14l-12 -30z', palette.accent)
  );
}
