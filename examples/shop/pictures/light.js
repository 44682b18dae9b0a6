// @ts-check
import { decorate, heart, star } from './patterns.js';
import { body, box, circle, ellipse, group, line, shape, times, turned } from './svg.js';
import { glint } from './vessels.js';

/** @import { Brush } from './svg.js' */

/** @param {number} x @param {number} y @param {number} [size] */
function flame(x, y, size = 1) {
  return (
    circle(x, y - 16 * size, 64 * size, 'url(#halo)') +
    line(`M${x} ${y + 6}v-10`, '#4a3a2a', 2.4) +
    group(
      `translate(${x} ${y}) scale(${size})`,
      shape('M0 0C-16 -8 -12 -24 0 -46C12 -24 16 -8 0 0z', '#f6b545') +
        shape('M0 -2C-8 -8 -6 -16 0 -28C6 -16 8 -8 0 -2z', '#fff1c0'),
    )
  );
}

/** One to three pillar candles. @param {Brush} brush */
export function candle(brush) {
  const { main, pale, deep } = brush.palette;
  const one = (
    /** @type {number} */ x,
    /** @type {number} */ w,
    /** @type {number} */ h,
    /** @type {string} */ fill,
  ) => {
    const side = `M${x - w} ${-h}V-6Q${x} 10 ${x + w} -6V${-h}z`;
    return (
      body(side, fill) +
      decorate(brush, side, deep) +
      ellipse(x, -h, w, w * 0.2, pale) +
      shape(`M${x + w - 14} ${-h}q4 34 -2 46q-6 6 -7 -6v-38z`, pale, 'opacity=".8"') +
      flame(x, -h - 6)
    );
  };
  if (brush.variant === 'single') return one(0, 46, 116, main);
  return one(-62, 36, 86, deep) + one(58, 34, 62, pale) + one(0, 40, 136, main);
}

/** A scented candle in a glass. @param {Brush} brush */
export function jarCandle(brush) {
  const { main, pale, deep, accent } = brush.palette;
  const glass = box(-62, -124, 124, 124, 10);
  return (
    shape(glass, main, 'opacity=".35"') +
    body('M-58 -92H58V-12Q58 -4 50 -4H-50Q-58 -4 -58 -12z', pale) +
    flame(0, -96, 0.9) +
    shape(glass, 'url(#glass)') +
    body(box(-40, -74, 80, 52, 2), deep, 'flat') +
    line('M-24 -56h48M-24 -44h30', pale, 4) +
    circle(22, -40, 5, accent)
  );
}

/** A holder for a tea light. @param {Brush} brush */
export function tealight(brush) {
  const { main, deep, pale } = brush.palette;
  const glass = turned([
    [0, 36],
    [-8, 44],
    [-58, 66],
    [-104, 56],
  ]);
  const hanging =
    brush.variant === 'hanging' ? line('M-54 -104Q0 -236 54 -104', deep, 3) + circle(0, -172, 8, deep) : '';
  return (
    hanging +
    shape(glass, main, 'opacity=".6"') +
    decorate(brush, glass, pale) +
    body('M-26 -12h52v-22h-52z', '#e6e6e2') +
    flame(0, -40, 0.8) +
    shape(glass, 'url(#glass)') +
    ellipse(0, -104, 56, 9, '#fff', 'opacity=".5"')
  );
}

/** A heart to hang up that carries a tea light. @param {Brush} brush */
export function heartHolder(brush) {
  const { main, deep } = brush.palette;
  return (
    line('M0 -196V-168', deep, 3) +
    circle(0, -200, 6, deep) +
    group('translate(0 -96) scale(1.6)', heart(main)) +
    group('translate(0 -94) scale(1.2)', heart(brush.palette.glow)) +
    body('M-28 -46h56l-6 22h-44z', '#d9d9d4') +
    flame(0, -52, 0.7)
  );
}

/** @param {Brush} brush */
export function tapers({ palette }) {
  const { main, deep, pale, accent } = palette;
  const one = (/** @type {number} */ h, /** @type {string} */ fill) =>
    body(
      turned([
        [0, 32],
        [-6, 34],
        [-12, 9],
        [-38, 7],
        [-44, 18],
        [-56, 16],
      ]),
      deep,
    ) +
    body(`M-7 -56L-5 ${-h}H5L7 -56z`, fill) +
    flame(0, -h - 4, 0.8);
  return (
    group('translate(-56 0)', one(150, main)) +
    group('translate(52 0)', one(132, accent)) +
    group('translate(0 4)', one(172, pale))
  );
}

/** @param {Brush} brush */
export function lantern(brush) {
  const { main, deep } = brush.palette;
  const panes = box(-46, -128, 92, 112);
  return (
    line('M-30 -172C-30 -216 30 -216 30 -172', deep, 5) +
    body('M-56 -128L-24 -166H24L56 -128z', main, 'flat') +
    body(box(-16, -180, 32, 16, 3), deep, 'flat') +
    shape(panes, '#fff4d6', 'opacity=".75"') +
    body('M-16 -18V-62H16V-18z', '#f3ead6') +
    flame(0, -66, 0.9) +
    line('M-46 -128V-16M46 -128V-16M-16 -128V-16M16 -128V-16M-46 -72H46', main, 5) +
    body(box(-58, -18, 116, 18, 3), main, 'flat')
  );
}

/** @param {Brush} brush */
export function lamp(brush) {
  const { main, deep, pale, accent } = brush.palette;
  const shade = brush.variant === 'dome' ? 'M-86 -104C-84 -176 84 -176 86 -104z' : 'M-88 -100L-46 -190H46L88 -100z';
  const foot =
    brush.variant === 'dome'
      ? body(
          turned([
            [0, 56],
            [-10, 50],
            [-18, 8],
            [-104, 6],
          ]),
          deep,
        )
      : body(
          turned([
            [0, 44],
            [-6, 50],
            [-40, 46],
            [-70, 14],
            [-100, 8],
          ]),
          deep,
        ) +
        decorate(
          { ...brush, pattern: 'speckle' },
          turned([
            [0, 44],
            [-6, 50],
            [-40, 46],
            [-70, 14],
          ]),
          pale,
        );
  return (
    circle(0, -110, 150, 'url(#halo)', 'opacity=".8"') +
    foot +
    line('M52 -100v30', accent, 2) +
    circle(52, -66, 5, accent) +
    body(shade, main) +
    decorate(brush, shade, pale) +
    shape('M-86 -104h172v5h-172z', '#fff', 'opacity=".35"')
  );
}

/** A paper lantern on a stand. @param {Brush} brush */
export function paperLamp({ palette }) {
  const ribs = times(9, (i) =>
    line(
      `M${-Math.sin(((i + 1) * Math.PI) / 10) * 78} ${-26 - i * 17}q${Math.sin(((i + 1) * Math.PI) / 10) * 78} 12 ${Math.sin(((i + 1) * Math.PI) / 10) * 156} 0`,
      palette.ground,
      2,
      'opacity=".8"',
    ),
  );
  return (
    circle(0, -104, 150, 'url(#halo)') +
    line('M-34 0L-20 -26M34 0L20 -26', palette.deep, 6) +
    body('M-78 -104C-78 -206 78 -206 78 -104C78 -2 -78 -2 -78 -104z', '#fff6df') +
    ribs +
    ellipse(0, -182, 22, 4, palette.deep) +
    ellipse(0, -24, 26, 5, palette.deep)
  );
}

/** A string of lights. @param {Brush} brush */
export function lights({ palette }) {
  const places = [
    [-120, -150],
    [-78, -112],
    [-32, -94],
    [18, -96],
    [64, -118],
    [112, -158],
  ];
  const bulbs = places
    .map(
      ([x = 0, y = 0], i) =>
        circle(x, y + 18, 40, 'url(#halo)') +
        body(`M${x - 6} ${y}h12v10h-12z`, palette.deep, 'flat') +
        circle(x, y + 22, 14, i % 2 ? palette.accent : '#fff1c0') +
        circle(x - 4, y + 18, 4, '#fff', 'opacity=".7"'),
    )
    .join('');
  return (
    line('M-150 -180Q0 -20 150 -186', palette.deep, 4) + bulbs + group('translate(0 -20) scale(.5)', star(palette.main))
  );
}

/** @param {Brush} brush */
export function incense({ palette }) {
  const { main, deep, pale, accent } = palette;
  return (
    line('M0 -20L44 -176', deep, 4) +
    circle(44, -178, 4.5, '#e2683a') +
    line('M46 -186q-16 -16 2 -32t-2 -34', '#fff', 4, 'opacity=".65"') +
    body(
      turned([
        [0, 50],
        [-8, 56],
        [-30, 48],
        [-36, 22],
      ]),
      main,
    ) +
    body(box(-118, -46, 52, 46, 3), accent, 'flat') +
    line('M-106 -30h28M-106 -20h18', pale, 3) +
    glint(-34, -22)
  );
}

/** @param {Brush} brush */
export function matches({ palette }) {
  const { main, deep, pale, accent } = palette;
  const sticks = times(7, (i) =>
    group(
      `translate(${-33 + i * 11} -126) rotate(${-6 + i * 2})`,
      body(box(-3, -52, 6, 60), '#e3c690', 'flat') + ellipse(0, -54, 5.4, 8, i % 3 ? accent : deep),
    ),
  );
  return (
    sticks +
    body(box(-58, -134, 116, 134, 4), main, 'flat') +
    shape(box(-58, -134, 116, 16), pale) +
    group('translate(0 -64) scale(.72)', star(pale)) +
    circle(0, -64, 12, accent) +
    shape('M-58 -18h116v10h-116z', deep)
  );
}
