// @ts-check
import { decorate } from './patterns.js';
import { body, box, circle, ellipse, group, leaf, line, shape, times, turned } from './svg.js';
/** @import { Brush } from './svg.js' */

/** @param {Brush} brush */
export function teapot(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const tall = brush.variant === 'tall';
  const pot = tall
    ? turned([
        [0, 46],
        [-8, 52],
        [-60, 70],
        [-120, 56],
        [-150, 34],
      ])
    : turned([
        [0, 44],
        [-6, 52],
        [-62, 84],
        [-112, 58],
        [-122, 36],
      ]);
  const top = tall ? -150 : -122;
  const spout = tall
    ? 'M56 -46C96 -50 92 -118 122 -140L106 -150C80 -128 84 -86 48 -90z'
    : 'M66 -36C104 -40 100 -88 128 -112L112 -122C86 -100 88 -76 58 -82z';
  const handle =
    brush.variant === 'side'
      ? body('M-70 -80L-138 -104q-10 -2 -12 8q-1 10 8 12L-66 -58z', deep)
      : brush.variant === 'bail'
        ? line(`M-50 ${top + 14}C-70 ${top - 90} 70 ${top - 90} 50 ${top + 14}`, deep, 8)
        : line(`M-64 ${top + 22}C-150 ${top + 6} -138 -24 -62 -30`, deep, 14) +
          line(`M-64 ${top + 20}C-146 ${top + 4} -136 -28 -64 -34`, '#fff', 3, 'opacity=".25"');
  const lid =
    body(`M-42 ${top + 4}C-38 ${top - 22} 38 ${top - 22} 42 ${top + 4}z`, main) +
    ellipse(0, top + 4, 42, 5, deep, 'opacity=".35"');
  const knob = body(
    `${turned([
      [top - 14, 6],
      [top - 20, 5],
      [top - 28, 11],
      [top - 38, 4],
    ])}`,
    brush.pattern ? accent : deep,
  );
  return handle + body(spout, main) + body(pot, main) + decorate(brush, pot, pale) + lid + knob + glint(-44, -82);
}

/** @param {Brush} brush */
export function cup(brush) {
  const { main, pale, deep, accent } = brush.palette;
  const bowl = turned([
    [-14, 24],
    [-20, 30],
    [-50, 62],
    [-98, 76],
  ]);
  const saucer = turned([
    [0, 40],
    [-4, 60],
    [-16, 112],
  ]);
  return (
    body(saucer, main) +
    ellipse(0, -16, 112, 10, pale, 'opacity=".5"') +
    ellipse(0, -14, 50, 5, deep, 'opacity=".25"') +
    line('M66 -86C112 -94 110 -38 50 -42', main, 10) +
    body(bowl, main) +
    decorate(brush, bowl, pale) +
    ellipse(0, -98, 76, 11, pale) +
    ellipse(0, -96, 66, 8, accent) +
    ellipse(-14, -97, 40, 3.4, '#fff', 'opacity=".25"') +
    steam(-6, -116) +
    glint(-46, -66)
  );
}

/** @param {Brush} brush */
export function bowlCup(brush) {
  const { main, pale, deep, accent } = brush.palette;
  const bowl = turned([
    [0, 30],
    [-10, 28],
    [-16, 34],
    [-60, 72],
    [-104, 82],
  ]);
  return (
    body(bowl, main) +
    decorate(brush, bowl, pale) +
    body('M-84 -104q30 22 60 4t50 8t58 -12v-4h-168z', deep) +
    ellipse(0, -104, 82, 12, deep) +
    ellipse(0, -102, 72, 9, accent) +
    ellipse(-18, -104, 36, 3, '#fff', 'opacity=".3"') +
    steam(0, -124) +
    glint(-52, -70)
  );
}

/** @param {Brush} brush */
export function mug(brush) {
  const { main, pale, deep, accent } = brush.palette;
  const cup = 'M-58 -128L-54 -12Q-53 0 -40 0H40Q53 0 54 -12L58 -128z';
  return (
    line('M54 -104C108 -108 108 -30 50 -34', main, 14) +
    line('M56 -106C104 -108 104 -34 54 -36', '#fff', 3, 'opacity=".3"') +
    body(cup, main) +
    decorate(brush, cup, pale) +
    ellipse(0, -128, 58, 9, pale) +
    ellipse(0, -126, 50, 6.5, brush.pattern ? deep : accent) +
    steam(0, -146) +
    glint(-38, -96)
  );
}

/** @param {Brush} brush */
export function glassPot({ palette }) {
  const pot = turned([
    [0, 50],
    [-8, 62],
    [-62, 82],
    [-116, 52],
    [-126, 40],
  ]);
  const tea = turned([
    [-4, 50],
    [-10, 60],
    [-50, 78],
    [-78, 78],
  ]);
  const flower = times(7, (i) => leaf(0, -34, 34, 13, -78 + i * 26, palette.deep)) + circle(0, -40, 9, palette.accent);
  return (
    line('M70 -96C140 -104 134 -30 70 -34', '#ffffff', 9, 'opacity=".65"') +
    shape('M-64 -48C-104 -52 -104 -92 -126 -110L-114 -118C-92 -98 -92 -82 -58 -84z', '#fff', 'opacity=".55"') +
    shape(pot, '#fff', 'opacity=".45"') +
    shape(tea, palette.main, 'opacity=".8"') +
    ellipse(0, -78, 78, 6, palette.main) +
    flower +
    shape(pot, 'url(#glass)') +
    body('M-44 -124h88l-8 -12h-72z', '#c08d5a', 'flat') +
    circle(0, -146, 10, '#a87446') +
    circle(-3, -149, 3, '#fff', 'opacity=".4"')
  );
}

/** @param {Brush} brush */
export function kettle({ palette }) {
  const pot = turned([
    [0, 76],
    [-10, 86],
    [-70, 78],
    [-112, 46],
    [-120, 40],
  ]);
  return (
    line('M60 -46C110 -48 84 -130 130 -150', palette.main, 15) +
    line('M58 -50C104 -54 80 -132 124 -152', '#fff', 4, 'opacity=".35"') +
    line('M-44 -108C-60 -206 60 -206 44 -108', palette.deep, 7) +
    line('M-26 -176Q0 -190 26 -176', '#a87446', 14) +
    body(pot, palette.main) +
    body('M-42 -118q42 -22 84 0z', palette.main) +
    circle(0, -138, 9, '#8a5a34') +
    glint(-54, -66)
  );
}

/** @param {Brush} brush */
export function bowl(brush) {
  const { main, pale, deep } = brush.palette;
  const side = turned([
    [0, 40],
    [-8, 44],
    [-40, 92],
    [-88, 118],
  ]);
  return (
    body(side, main) +
    decorate(brush, side, pale) +
    ellipse(0, -88, 118, 16, pale) +
    ellipse(0, -84, 104, 12, deep, 'opacity=".35"') +
    glint(-84, -58)
  );
}

/** @param {Brush} brush */
export function plate(brush) {
  const { main, pale, accent } = brush.palette;
  const rim = 'M-104 -104a104 104 0 1 0 208 0a104 104 0 1 0 -208 0z';
  const stand = line('M-60 0L-40 -60M60 0L40 -60', '#8a6a44', 8);
  return (
    stand +
    body(rim, main) +
    decorate(brush, rim, pale) +
    circle(0, -104, 72, pale) +
    circle(0, -104, 66, main, 'opacity=".3"') +
    times(8, (i) =>
      leaf(Math.cos(i * 0.785) * 24, -104 + Math.sin(i * 0.785) * 24, 30, 13, i * 45 + 90, i % 2 ? accent : main),
    ) +
    circle(0, -104, 12, accent)
  );
}

/** @param {Brush} brush */
export function jug(brush) {
  const { main, pale, deep } = brush.palette;
  const side = 'M-44 0C-88 -40 -70 -90 -40 -118L-56 -160L48 -150L36 -118C70 -90 88 -40 44 0z';
  const stems =
    brush.variant === 'flowers'
      ? times(
          5,
          (i) =>
            line(`M${-16 + i * 8} -150Q${-40 + i * 20} -186 ${-64 + i * 32} -200`, '#5f7a52', 3) +
            blooms(-64 + i * 32, -204 - (i % 2) * 16, brush),
        )
      : '';
  return (
    stems +
    line('M44 -136C112 -134 104 -50 62 -44', main, 11) +
    body(side, main) +
    decorate(brush, side, pale) +
    shape('M-56 -160L48 -150L44 -142L-52 -150z', deep, 'opacity=".4"') +
    glint(-46, -70)
  );
}

/** @param {number} x @param {number} y @param {Brush} brush */
function blooms(x, y, { palette }) {
  return (
    times(6, (i) => leaf(x, y, 20, 11, i * 60, i % 2 ? palette.accent : palette.pale)) + circle(x, y, 6, palette.deep)
  );
}

/** @param {Brush} brush */
export function whisk({ palette }) {
  const tines = times(15, (i) =>
    line(`M${(i - 7) * 3} -96Q${(i - 7) * 11} -60 ${(i - 7) * 7} 0`, i % 2 ? '#d9b778' : '#c49a55', 3),
  );
  return (
    tines +
    line('M-24 -94Q0 -86 24 -94', palette.deep, 5) +
    body(box(-22, -188, 44, 92, 6), '#cfa765') +
    line('M-20 -130h40M-20 -162h40', '#a67c3e', 2) +
    glint(-12, -150)
  );
}

/** @param {Brush} brush */
export function strainer({ palette }) {
  const cup = turned([
    [-20, 14],
    [-34, 44],
    [-70, 60],
  ]);
  return (
    body(
      turned([
        [0, 44],
        [-4, 52],
        [-22, 62],
      ]),
      palette.deep,
    ) +
    body(cup, palette.main) +
    decorate({ palette, random: () => 0.5, pattern: 'dots', variant: '' }, cup, palette.pale) +
    ellipse(0, -70, 62, 9, palette.pale) +
    ellipse(0, -69, 54, 6, palette.deep, 'opacity=".6"') +
    body('M58 -76L142 -94q12 -1 13 6t-10 9L60 -64z', '#b98a55', 'flat') +
    glint(-38, -50)
  );
}

/** @param {Brush} brush */
export function tray(brush) {
  const { main, deep } = brush.palette;
  const top = 'M-130 -34L-96 -62H96L130 -34L118 -22H-118z';
  return (
    body('M-134 -34L-122 0H122L134 -34z', main, 'flat') +
    shape(top, deep, 'opacity=".75"') +
    line('M-104 -48H104M-114 -38H114', main, 2, 'opacity=".6"') +
    group('translate(-44 -40) scale(.52)', bowlCup(brush)) +
    group('translate(50 -40) scale(.5)', teapot({ ...brush, variant: '' }))
  );
}

/** @param {Brush} brush */
export function cakestand(brush) {
  const { main, pale, accent } = brush.palette;
  const tier = (/** @type {number} */ y, /** @type {number} */ w) =>
    body(
      turned([
        [y, w * 0.5],
        [y - 4, w * 0.8],
        [y - 14, w],
      ]),
      main,
    ) +
    ellipse(0, y - 14, w, w * 0.09, pale) +
    times(Math.floor(w / 22), (i) =>
      cake((i - (Math.floor(w / 22) - 1) / 2) * 38, y - 15, i % 2 ? accent : pale, main),
    );
  return (
    line('M0 0V-196', '#b99a4a', 6) +
    body(
      turned([
        [0, 44],
        [-6, 30],
        [-14, 6],
      ]),
      main,
    ) +
    tier(-16, 112) +
    tier(-84, 82) +
    tier(-142, 54) +
    line('M0 -196m-9 -9a9 9 0 1 1 18 0a9 9 0 1 1 -18 0', '#b99a4a', 4)
  );
}

/** @param {number} x @param {number} y @param {string} icing @param {string} paper */
function cake(x, y, icing, paper) {
  return (
    body(`M${x - 12} ${y - 14}h24l-4 16h-16z`, paper, 'flat') +
    body(`M${x - 15} ${y - 13}q2 -16 15 -18q13 2 15 18q-15 6 -30 0z`, icing) +
    circle(x, y - 31, 4, '#b5412f')
  );
}

/** @param {Brush} brush */
export function cupcake(brush) {
  const { main, pale, deep, accent } = brush.palette;
  const paper = 'M-66 -78L-44 0H44L66 -78z';
  return (
    body(paper, main) +
    decorate(brush, paper, pale) +
    times(7, (i) => line(`M${-48 + i * 16} -74L${-33 + i * 11} -4`, deep, 2, 'opacity=".35"')) +
    body('M-78 -76q-8 -34 26 -38q4 -34 40 -36q14 -26 34 -6q38 4 36 40q30 6 20 40q-78 22 -156 0z', pale) +
    line('M-66 -92q62 22 128 -4M-44 -120q44 18 84 -4', deep, 3, 'opacity=".18"') +
    circle(4, -166, 13, accent) +
    circle(0, -170, 4, '#fff', 'opacity=".6"')
  );
}

/** Steam that rises from (x, y). @param {number} x @param {number} y */
export function steam(x, y) {
  return line(`M${x - 14} ${y}q-12 -16 0 -30t0 -28M${x + 14} ${y - 4}q-12 -16 0 -30t0 -24`, '#fff', 5, 'opacity=".6"');
}

/** @param {number} x @param {number} y */
export function glint(x, y) {
  return group(`translate(${x} ${y}) rotate(14)`, ellipse(0, 0, 6, 20, '#fff', 'opacity=".38"'));
}
